/**
 * An error as the log has it: nothing of its data but its code, and no message where what threw it quotes the value that
 * it didn't take, since the value may be personal.
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

/** Of Postgres (SQLSTATE): their messages name the server, its state and its schema, and no value of a row. */
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
/** JSON that can't be read, and what isn't as its schema has it. */
const OF_CONTENT = new Set(["SyntaxError", "ZodError", "$ZodError"]);

function quotes(error: Error, code: string | undefined): boolean {
  if ("severity" in error) return !NAME_NO_VALUE.has(code?.slice(0, 2) ?? "");
  // Node's own of arguments, URLs and headers begin so.
  return OF_CONTENT.has(error.name) || code?.startsWith("ERR_INVALID_") === true;
}

/** Without the message, which may have lines that look like frames. */
function framesOf({ stack = "", message }: Error): string {
  const lines = stack.replace(message, "").split("\n");
  return lines.filter((line) => line.startsWith("    at ")).join("\n");
}
