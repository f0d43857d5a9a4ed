import { EXIT_ERROR } from "./exit-codes.ts";

/** Thrown when what was asked for can't be done. The message is one sentence for the person at the terminal. */
export class CliError extends Error {
  override readonly name: string = "CliError";
  /** The exit code of the process, if nobody catches the error. */
  readonly exitCode: number = EXIT_ERROR;
}
