import { glob, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** A statement as a source has it. */
export interface SourceStatement {
  readonly file: string;
  /** With a bracket for each thing that is put into it. */
  readonly text: string;
  /** The longest of its parts, which are as they are whatever is put in between. */
  readonly part: string;
}

const SOURCES = fileURLToPath(new URL("../../../packages/records/src/", import.meta.url));

/** Every whole statement that the write path has as a template: those of Kysely's builder name their tables by themselves. */
export async function statementsInSources(): Promise<SourceStatement[]> {
  const found: SourceStatement[] = [];
  for await (const file of glob("**/*.ts", { cwd: SOURCES, exclude: ["**/*.test.ts"] })) {
    const source = await readFile(SOURCES + file, "utf8");
    for (const match of source.matchAll(/\bsql(?:<[^`]*?>)?`/g)) {
      const parts = partsAt(source, match.index + match[0].length);
      if (!/^\s*(?:select|insert|update|delete|with)\b/.test(parts.join(" "))) continue;
      const [part = ""] = parts
        .flatMap((each) => each.split(/--.*\n/))
        .map(inOneLine)
        .toSorted((one, other) => other.length - one.length);
      found.push({ file, text: inOneLine(parts.join("(")), part });
    }
  }
  return found;
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** What stands between the insertions of the template that begins there. */
function partsAt(source: string, start: number): string[] {
  const parts = [""];
  let at = start;
  while (source[at] !== "`" && at < source.length) {
    if (source.startsWith("${", at)) {
      at = endOfInsertion(source, at + 2);
      parts.push("");
    } else {
      parts[parts.length - 1] += source[at++] ?? "";
    }
  }
  return parts;
}

/** Behind the brace that ends it. */
function endOfInsertion(source: string, start: number): number {
  let at = start;
  for (let depth = 1; depth > 0 && at < source.length; at++) {
    if (source[at] === "{") depth++;
    else if (source[at] === "}") depth--;
    else if (source[at] === "`") at = endOfTemplate(source, at + 1);
  }
  return at;
}

/** At its last mark. */
function endOfTemplate(source: string, start: number): number {
  let at = start;
  while (source[at] !== "`" && at < source.length)
    at = source.startsWith("${", at) ? endOfInsertion(source, at + 2) : at + 1;
  return at;
}
