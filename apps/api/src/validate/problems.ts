import type { ErrorCode, ErrorDetail } from "@onefold/contract";

/** Details of one answer at most, so that a small body can't make a huge one. */
const MAX_DETAILS = 100;

/** What is wrong with a body, gathered while it is read. */
export interface Problems {
  add(path: string, code: ErrorCode, message: string): void;
  /** In the order of the request's fields, the first one giving the answer's code; none when all is well. */
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

/** `additionalEmails[2]` ranks as `additionalEmails`; custom fields come last, as they came. */
function rank(fields: ReadonlyMap<string, number>, path: string): number {
  return fields.get(path.replace(/\[\d+\]$/, "")) ?? fields.size;
}

/** A name of the client's for a message or a path: no longer than is needed to recognise it. */
export function shorten(name: string): string {
  const clean = name.toWellFormed().replaceAll("\0", "\uFFFD");
  return clean.length > 100 ? `${clean.slice(0, 100)}…`.toWellFormed() : clean;
}
