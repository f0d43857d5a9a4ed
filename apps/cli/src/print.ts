import { printableLines } from "./output/printable.ts";

/** Prints a result: text for people, or JSON for a script that asks for it, on one line if it takes one. */
export function print(
  options: { readonly json?: boolean },
  value: unknown,
  text: string,
  json: "pretty" | "line" = "pretty",
): void {
  const written = options.json === true ? JSON.stringify(value, undefined, json === "line" ? 0 : 2) : text;
  process.stdout.write(`${printableLines(written)}\n`);
}
