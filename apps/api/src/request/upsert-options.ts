import { OnConflict } from "@onefold/contract";
import type { Entity, Scope } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "./app-env.ts";
import { flag, knownQuery, queryChoice, queryFlag } from "./query.ts";

/** What has a record created that is linked to, for an entity that links to another. */
export function createLinkedQuery(entity: Entity) {
  const { link, words } = definitionOf(entity);
  if (!link?.create) return {};
  const named = Object.entries(link.by).flatMap(([field, by]) => (by === "id" ? [] : [field]));
  return {
    [link.create.option]: flag(
      `\`true\`: where no ${link.to} has the ${named.join(" or ")}, it is created first, with \`${link.create.name}\` as its ` +
        `${link.create.fills} if that is given, and the ${words.one} is linked to it. One that is there is left as it is.`,
    ),
  };
}

const EVERY_UPSERT = {
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

/** The query of an upsert. */
export function upsertQuery(entity: Entity) {
  return { ...EVERY_UPSERT, ...createLinkedQuery(entity) };
}

export interface UpsertOptions {
  readonly onConflict: OnConflict;
  /** Whether only the answer is wanted: nothing is written or queued. */
  readonly dryRun: boolean;
  /** Set if what a record is to be linked to is created where it isn't there. */
  readonly createCompanies?: true | undefined;
}

/**
 * Reads the query of an upsert. If it doesn't say what to do about a conflict, the team's own choice holds. An unknown
 * parameter is refused: if it were ignored, a misspelt `dryRun=true` would write.
 * @throws ApiError INVALID_REQUEST, FORBIDDEN
 */
export function readUpsertOptions(c: AppContext, entity: Entity): UpsertOptions {
  if (!c.req.url.includes("?")) return { onConflict: c.get("key").onConflict, dryRun: false };
  knownQuery(c, upsertQuery(entity));
  return readHandling(c, entity);
}

/**
 * Reads what the query says of conflicts and of dry runs, for one upsert or for all rows of an upload. If it doesn't
 * say, the team's own choice holds.
 * @throws ApiError INVALID_REQUEST, FORBIDDEN
 */
export function readHandling(c: AppContext, entity: Entity): UpsertOptions {
  const given = queryChoice(c, "onConflict", OnConflict.options);
  const dryRun = queryFlag(c, "dryRun");
  if (dryRun) requireOneOf(c, ["read"], "dryRun=true reads without a trace");
  requireMerging(c, given, "onConflict=merge merges records");
  const { create } = definitionOf(entity).link ?? {};
  const creates = create !== undefined && queryFlag(c, create.option);
  return {
    onConflict: given ?? c.get("key").onConflict,
    dryRun,
    ...(creates && { createCompanies: true as const }),
  };
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
  requireMerging(c, onConflict, "The job has onConflict=merge, which merges records");
}

/** Every key may have what its team itself has chosen. */
function requireMerging(c: AppContext, onConflict: OnConflict | undefined, why: string): void {
  if (onConflict === "merge" && c.get("key").onConflict !== "merge") requireOneOf(c, [], why);
}

/** Refuses what a key that only ingests may not ask for, though it may upsert. */
function requireOneOf(c: AppContext, needed: readonly Scope[], why: string): void {
  const { scopes } = c.get("key");
  const enough: readonly Scope[] = [...needed, "admin"];
  if (scopes.some((scope) => enough.includes(scope))) return;
  throw new ApiError("FORBIDDEN", `${why}, and the API key lacks the scope ${enough.join(" or ")} for that.`);
}
