/**
 * Gives an error as the log has it. Of its data it has only the code. It has no message if that may quote a value that
 * wasn't taken, since the value may be personal.
 */
export function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = "code" in error ? String(error.code) : undefined;
  return {
    type: error.name,
    ...(code !== undefined && { code }),
    ...(!quotes(error, code) && { message: error.message }),
    stack: framesOf(error),
    ...(error.cause instanceof Error && { cause: serializeError(error.cause) }),
  };
}

/** SQLSTATE classes whose messages name the server, its state and its schema, and never a value of a row. */
const NAME_NO_VALUE = new Set([
  "08",
  "0A",
  "25",
  "26",
  "28",
  "3D",
  "3F",
  "40",
  "42",
  "53",
  "54",
  "55",
  "57",
  "58",
  "XX",
]);
/** Thrown for JSON that can't be read, and for a value that isn't as its schema says. */
const OF_CONTENT = new Set(["SyntaxError", "ZodError", "$ZodError"]);

function quotes(error: Error, code: string | undefined): boolean {
  if ("severity" in error) return !NAME_NO_VALUE.has(code?.slice(0, 2) ?? "");
  // Node's own errors about arguments, URLs and headers begin with this.
  return OF_CONTENT.has(error.name) || code?.startsWith("ERR_INVALID_") === true;
}

/** Gives the stack without the message, which may have lines that look like frames. */
function framesOf({ stack = "", message }: Error): string {
  const lines = stack.replace(message, "").split("\n");
  return lines.filter((line) => line.startsWith("    at ")).join("\n");
}
