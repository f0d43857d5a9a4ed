import type { DeadLetter, ListedDeadLetter } from "@onefold/client/types";

export const LETTERS = "/api/dead-letters";

/** What keeps a letter from being applied, in a few words: no value of it. */
export function causeOf({ code, cause }: Pick<ListedDeadLetter, "code" | "cause">): string {
  if (code === "UNREADABLE") return "can't be read";
  const { constraint, column, sqlState } = cause ?? {};
  if (constraint !== undefined) return `refused by ${constraint}`;
  if (column !== undefined) return `refused in ${column}`;
  return sqlState === undefined ? "refused by the database" : `refused by the database (${sqlState})`;
}

/** The page of a letter. */
export function letterPage({
  job,
  row,
}: {
  readonly job: { readonly id: string };
  readonly row: number;
}): string {
  return `/dead-letters/${job.id}/${row}`;
}

/** What a letter gave, as a text that a POST would take. */
export function givenOf({ body, raw }: DeadLetter): string {
  return raw ?? (body ? JSON.stringify(body, undefined, 2) : "");
}
