/** What was asked for can't be done; the message is one sentence for the person at the terminal. */
export class CliError extends Error {
  override readonly name = "CliError";
}
