import { parse, printParseErrorCode } from "jsonc-parser";
import type { ParseError } from "jsonc-parser";

/**
 * Says where a text stops being JSON (RFC 8259), and why: `character 13: comma expected`. V8's own messages quote the
 * text and mostly name no place.
 * @returns undefined where nothing is wrong with it
 */
export function jsonFault(text: string): string | undefined {
  const errors: ParseError[] = [];
  try {
    visitAll(text, errors);
  } catch (error) {
    // The parser calls itself for each level, so a deep text exhausts the stack.
    if (error instanceof RangeError) return "it is nested too deeply";
    throw error;
  }
  const [first] = errors.toSorted((a, b) => a.offset - b.offset);
  if (!first) return undefined;
  // `InvalidSymbol` becomes `invalid symbol`.
  const reason = printParseErrorCode(first.error)
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim();
  return `${placeOf(text, first.offset)}: ${reason}`;
}

function visitAll(text: string, errors: ParseError[]): void {
  parse(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
}

/** Counts from 1, in UTF-16 units. */
function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const column = offset - before.lastIndexOf("\n");
  return text.includes("\n")
    ? `line ${before.split("\n").length}, character ${column}`
    : `character ${column}`;
}
