/** Describes an error in one line: its message, but not its stack unless DEBUG is set. */
export function describeError(error: unknown, env: Readonly<Record<string, string | undefined>>): string {
  if (env["DEBUG"] && error instanceof Error) return error.stack ?? error.message;
  return messageOf(error).replace(/\s*\n\s*/g, " ");
}

/** Gives an error's message. Node's error for a connection that was refused on two addresses has none of its own. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return messageOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
