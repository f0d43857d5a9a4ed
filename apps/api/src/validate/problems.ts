import type { ErrorCode, ErrorDetail } from "@onefold/contract";

/** The most details of one answer, so that a small body can't make a huge one. */
const MAX_DETAILS = 100;

/** Gathers what is wrong with a body while it is read. */
export interface Problems {
  add(path: string, code: ErrorCode, message: string): void;
  /**
   * Gives the problems in the order of the request's fields. The first one gives the answer's code. There are none if
   * all is well.
   */
  inOrder(fields: ReadonlyMap<string, number>): readonly ErrorDetail[];
}

export function createProblems(): Problems {
  const found: ErrorDetail[] = [];
  return {
    add: (path, code, message) => {
      if (found.length < MAX_DETAILS) found.push({ path: shorten(path), code, message });
    },
    inOrder: (fields) => found.toSorted((a, b) => rank(fields, a.path) - rank(fields, b.path)),
  };
}

/** `additionalEmails[2]` ranks as `additionalEmails`. Custom fields come last, in the order in which they came. */
function rank(fields: ReadonlyMap<string, number>, path: string): number {
  return fields.get(path.replace(/\[\d+\]$/, "")) ?? fields.size;
}

/** Shortens a client's name for a message or a path, to what is needed to recognise it. */
export function shorten(name: string): string {
  const clean = name.toWellFormed().replaceAll("\0", "\uFFFD");
  return clean.length > 100 ? `${clean.slice(0, 100)}…`.toWellFormed() : clean;
}
