import type { IdentifierKind } from "@onefold/contract";
import { readPattern } from "./read-pattern.ts";
import type { Pattern } from "./read-pattern.ts";

/** The patterns of a team as it gives them. */
export interface PlaceholderRules {
  /** What never identifies anybody, besides what nobody takes for a name. */
  readonly never: readonly string[];
  /** What identifies all the same: stronger than everything else. */
  readonly allow: readonly string[];
}

/** The patterns of a team, ready to be held against values. */
export interface CompiledRules {
  readonly never: CompiledPatterns;
  readonly allow: CompiledPatterns;
}

interface CompiledPatterns {
  readonly exact: ReadonlySet<string>;
  readonly globs: Readonly<Partial<Record<IdentifierKind, readonly (readonly string[])[]>>>;
}

const NO_PATTERNS: CompiledPatterns = { exact: new Set(), globs: {} };
export const NO_RULES: CompiledRules = { never: NO_PATTERNS, allow: NO_PATTERNS };

/** Once for many values. What isn't a pattern is passed over: whoever takes rules in asks `problemsOfPatterns` before. */
export function compileRules({ never, allow }: PlaceholderRules): CompiledRules {
  return { never: compile(never), allow: compile(allow) };
}

function compile(texts: readonly string[]): CompiledPatterns {
  const patterns = texts.flatMap((text): Pattern[] => {
    const read = readPattern(text);
    return "problem" in read ? [] : [read];
  });
  const globs: Partial<Record<IdentifierKind, (readonly string[])[]>> = {};
  const exact = new Set<string>();
  for (const { kind, pieces } of patterns)
    if (pieces.length === 1) exact.add(`${kind} ${pieces[0]}`);
    else (globs[kind] ??= []).push(pieces);
  return { exact, globs };
}

/** Whether one of the patterns is of this kind and fits the value, which is in canonical form. */
export function matchesRule(
  { exact, globs }: CompiledPatterns,
  kind: IdentifierKind,
  value: string,
): boolean {
  return (
    (exact.size > 0 && exact.has(`${kind} ${value}`)) ||
    (globs[kind]?.some((pieces) => fits(pieces, value)) ?? false)
  );
}

/**
 * Whether a value is these pieces with any text between them. Each piece between the first and the last is taken where
 * it comes first, which never has to be taken back.
 */
function fits(pieces: readonly string[], value: string): boolean {
  const [first = "", ...inner] = pieces;
  const last = inner.pop() ?? "";
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  let at = first.length;
  const end = value.length - last.length;
  for (const piece of inner) {
    const found = value.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= end;
}
