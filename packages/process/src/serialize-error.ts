/**
 * An error as the log has it: nothing of its data but its code, and no message where Postgres quotes the
 * value that it refused (SQLSTATE classes 22 and 23), since the value may be personal.
 */
export function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = "code" in error ? String(error.code) : undefined;
  const quotes = /^2[23][0-9A-Z]{3}$/.test(code ?? "");
  const frames = error.stack?.split("\n").filter((line) => line.startsWith("    at "));
  return {
    type: error.name,
    ...(code !== undefined && { code }),
    ...(!quotes && { message: error.message }),
    stack: frames?.join("\n"),
    ...(error.cause instanceof Error && { cause: serializeError(error.cause) }),
  };
}
