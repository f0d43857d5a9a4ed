import { isDeepStrictEqual } from "node:util";
import { RAW } from "@onefold/contract";
import type { UploadOptions, ErrorDetail, Rejected, Upsert, Entity } from "@onefold/contract";
import type { KeyOwner } from "@onefold/records";
import { reading } from "../errors/reading.ts";
import type { Services } from "../services.ts";
import { knownOfTeam } from "../validate/known-of-team.ts";
import { judgeFields } from "./judge-fields.ts";
import { storableText } from "../validate/clean-text.ts";
import { shorten } from "../validate/problems.ts";
import { unpack } from "./exported.ts";
import { withIgnored, withoutIgnored } from "./ignored.ts";
import type { UploadRow } from "./rows/upload-row.ts";

/** With `retryOf` where the row is sent again: its clock of before. */
export type Verdict =
  | { readonly upsert: Upsert }
  | { readonly rejected: Rejected; readonly retryOf?: number };

/** How often the team's fields are read again for rows that name unknown ones. */
const RELOAD_MS = 5_000;

export interface JudgeOptions extends UploadOptions {
  /** Clock: when the rows were sent for the first time, where they are sent again. */
  readonly retryOf?: number | undefined;
}

/** Says of each row what it asks for, by the rules of a single body, or what is wrong with it. */
export function createJudge(
  services: Pick<Services, "registries" | "identityRules">,
  entity: Entity,
  key: Pick<KeyOwner, "teamId" | "userId" | "keyId" | "scopes">,
  options: JudgeOptions,
): (row: UploadRow) => Promise<Verdict> {
  const { teamId } = key;
  const { retryOf } = options;
  let reloadedAt = -Infinity;

  async function judge(fields: Readonly<Record<string, unknown>>) {
    const known = knownOfTeam(services, teamId);
    const { fields: registered, rules } = known instanceof Promise ? await known : known;
    const judged = judgeFields(entity, fields, { ...options, key, rules, registry: registered[entity] });
    if (!judged.mayBeNew || performance.now() - reloadedAt < RELOAD_MS) return judged;
    const reloaded = await reading(() => services.registries.reload(teamId));
    reloadedAt = performance.now();
    return judgeFields(entity, fields, { ...options, key, rules, registry: reloaded[entity] });
  }

  const again = retryOf === undefined ? {} : { retryOf };
  return async (row) => {
    if (!row.fields) {
      const { code, message } = row.problem;
      return { rejected: rejectedRow(row, [{ path: "", code, message }], row.input ?? rawOf(row)), ...again };
    }
    const fields = unpack(entity, row.fields);
    if (RAW in fields) return { rejected: rejectedRow(row, [NOT_MENDED], fields), ...again };
    const judged = await judge(withoutIgnored(fields));
    if (!judged.upsert) return { rejected: rejectedRow(row, judged.problems, fields), ...again };
    return { upsert: { ...withOptions(judged.upsert, options), ...again } };
  };
}

/** A row's own source wins. */
function withOptions(upsert: Upsert, { source, dryRun }: UploadOptions): Upsert {
  return {
    ...upsert,
    ...(upsert.source === undefined && source !== undefined && { source }),
    ...(dryRun && { dryRun: true }),
  };
}

/** Of a row that could not be read: what can't be read of it is marked. */
function rawOf({ raw }: UploadRow): Readonly<Record<string, unknown>> | undefined {
  return raw && { [RAW]: raw.toString("utf8") };
}

const NOT_MENDED: ErrorDetail = {
  path: RAW,
  code: "INVALID_REQUEST",
  message: `The row could not be read, and is as it was in ${RAW}: give its fields instead.`,
};

function rejectedRow(
  { line, ignored }: UploadRow,
  problems: readonly ErrorDetail[],
  input: Readonly<Record<string, unknown>> | undefined,
): Rejected {
  const [first] = problems;
  if (!first) throw new Error("a rejected row has a problem");
  const more = problems.length === 1 ? "" : ` (and ${problems.length - 1} more, see details)`;
  return {
    outcome: "rejected",
    code: first.code,
    message: `Line ${line}: ${first.message}${more}`,
    line,
    details: [...problems],
    ...(input && kept(withIgnored(input, ignored?.() ?? []))),
  };
}

function kept(given: Readonly<Record<string, unknown>>): Pick<Rejected, "input" | "inputAltered"> {
  const input = storable(given);
  return isDeepStrictEqual(input, given) ? { input } : { input, inputAltered: true };
}

/** The row is shown, not applied. */
function storable(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [shorten(name), storableValue(value)]),
  );
}

function storableValue(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) return value.map(storableValue);
  return typeof value === "object" && value !== null ? storable({ ...value }) : value;
}
