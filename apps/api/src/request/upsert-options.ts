import { OnConflict } from "@onefold/contract";
import type { Scope } from "@onefold/contract";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "./app-env.ts";
import { flag, knownQuery, queryChoice, queryFlag } from "./query.ts";

/** The query of an upsert. */
export const UPSERT_QUERY = {
  onConflict: OnConflict.optional().meta({
    description:
      "Where the identifiers name several records: `prefer` updates the strongest match and leaves a clashing " +
      "identifier with its owner, `strict` applies nothing (409), `merge` folds the records into the strongest. " +
      "Records that contradict each other, each with a LinkedIn profile or a Sales Navigator id of its own, stay apart. " +
      "Where it isn't given, the team's own choice holds, which is `merge` unless it was changed.",
  }),
  dryRun: flag(
    "`true`: the same status and answer, with `dryRun: true` and without `job`, but nothing is written or " +
      "queued. It tells of the records as they are now, not of what is still queued; the `_id` of a record " +
      "that would be created is made up. `Prefer` and `Idempotency-Key` count for nothing then.",
  ),
};

export interface UpsertOptions {
  readonly onConflict: OnConflict;
  /** Whether only the answer is wanted: nothing is written or queued. */
  readonly dryRun: boolean;
}

/**
 * Reads the query of an upsert. If it doesn't say what to do about a conflict, the team's own choice holds. An unknown
 * parameter is refused: if it were ignored, a misspelt `dryRun=true` would write.
 * @throws ApiError INVALID_REQUEST, FORBIDDEN
 */
export function readUpsertOptions(c: AppContext): UpsertOptions {
  if (!c.req.url.includes("?")) return { onConflict: c.get("key").onConflict, dryRun: false };
  knownQuery(c, UPSERT_QUERY);
  return readHandling(c);
}

/**
 * Reads what the query says of conflicts and of dry runs, for one upsert or for all rows of an upload. If it doesn't
 * say, the team's own choice holds.
 * @throws ApiError INVALID_REQUEST, FORBIDDEN
 */
export function readHandling(c: AppContext): UpsertOptions {
  const given = queryChoice(c, "onConflict", OnConflict.options);
  const dryRun = queryFlag(c, "dryRun");
  if (dryRun) requireOneOf(c, ["read"], "dryRun=true reads without a trace");
  if (given === "merge") requireOneOf(c, [], "onConflict=merge merges records");
  return { onConflict: given ?? c.get("key").onConflict, dryRun };
}

/**
 * Reads whether rows may lift opt-outs. Only a key with the scope `admin` may ask for that.
 * @throws ApiError INVALID_REQUEST, FORBIDDEN
 */
export function readResubscribe(c: AppContext): boolean {
  const resubscribe = queryFlag(c, "resubscribe");
  if (resubscribe) requireOneOf(c, [], "resubscribe=true lifts opt-outs");
  return resubscribe;
}

/**
 * Checks whether the key may ask for the handling that another key's job has.
 * @throws ApiError FORBIDDEN
 */
export function requireHandling(
  c: AppContext,
  { onConflict, dryRun, resubscribe }: UpsertOptions & { readonly resubscribe?: true | undefined },
): void {
  if (resubscribe) requireOneOf(c, [], "The job has resubscribe=true, which lifts opt-outs");
  if (dryRun) requireOneOf(c, ["read"], "The job has dryRun=true, which reads without a trace");
  // Every key may have what the team itself has chosen.
  if (onConflict === "merge" && c.get("key").onConflict !== "merge")
    requireOneOf(c, [], "The job has onConflict=merge, which merges records");
}

/** Refuses what a key that only ingests may not ask for, though it may upsert. */
function requireOneOf(c: AppContext, needed: readonly Scope[], why: string): void {
  const { scopes } = c.get("key");
  const enough: readonly Scope[] = [...needed, "admin"];
  if (scopes.some((scope) => enough.includes(scope))) return;
  throw new ApiError("FORBIDDEN", `${why}, and the API key lacks the scope ${enough.join(" or ")} for that.`);
}
