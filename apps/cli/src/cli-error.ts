import { EXIT_ERROR } from "./exit-codes.ts";

/** What was asked for can't be done; the message is one sentence for the person at the terminal. */
export class CliError extends Error {
  override readonly name: string = "CliError";
  /** Of the process, where nobody catches it. */
  readonly exitCode: number = EXIT_ERROR;
}
