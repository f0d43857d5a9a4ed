import type { Entity, ErrorDetail, FieldType, Upsert } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";
import type { EntityDefinition } from "@onefold/identity";
import { PARSERS } from "../validate/parse-upsert.ts";
import type { UpsertContext } from "../validate/parse-upsert.ts";
import { isNamedByAliases, placeMain } from "./columns/place-values.ts";
import { readConsent } from "./consent/read-consent.ts";
import type { GivenConsent } from "./consent/read-consent.ts";
import { fieldOf, refusedValue, withoutRefused } from "./refused-values.ts";

type Fields = Readonly<Record<string, unknown>>;

interface RowContext extends UpsertContext {
  readonly resubscribe?: true | undefined;
}

/** What a row asks for, or everything that is wrong with it. */
export type JudgedRow = {
  /** Whether it names an unknown field, which may have been registered a moment ago. */
  readonly mayBeNew: boolean;
} & ({ readonly upsert: Upsert } | { readonly upsert?: never; readonly problems: readonly ErrorDetail[] });

/**
 * Judges a row of an upload. The rules are those of a single body, except that an odd value of an optional field costs
 * that value, not the row. If a row has only additional e-mails, they name its person. An opt-out is applied whatever
 * else is wrong, as long as the row names somebody. If an opt-out can't be read, that is told and nothing of the row is
 * applied.
 */
export function judgeFields(entity: Entity, given: Fields, context: RowContext): JudgedRow {
  const definition = definitionOf(entity);
  const { consent: name } = definition;
  const fields = { ...given };
  if (isNamedByAliases(entity, fields)) placeMain(entity, fields);
  const consent = name === undefined ? "blank" : readConsent(fields[name]);
  if (name !== undefined && consent !== undefined) delete fields[name];
  const mangled = takeMangled(fields, definition);
  const parse = (body: Fields) => PARSERS[entity](body, context);

  const parsed = parse(fields);
  const taken = (upsert: Upsert, refused: readonly ErrorDetail[] = []): Upsert => {
    const all = [...refused, ...mangled].map((problem) => refusedValue(problem, { ...given, ...fields }));
    const rejections = [...(upsert.rejections ?? []), ...all];
    return { ...withConsent(upsert, consent, context), ...(all.length > 0 && { rejections }) };
  };
  if (parsed.ok) return { mayBeNew: false, upsert: taken(parsed.upsert) };
  const mayBeNew = parsed.problems.some(({ code, path }) => code === "INVALID_FIELD" && path !== name);
  const problems = parsed.problems.map((problem) =>
    problem.path === name ? unreadable(name, definition) : withOption(problem, context),
  );
  const isUnread = problems.some(({ path }) => path === name);
  const kept = problems.every(({ path }) => isOptional(fieldOf(path), definition, context))
    ? withoutRefused(fields, problems)
    : isOut(consent) && namesAlone(definition, withoutRefused(fields, problems));
  if (kept && isNamedByAliases(entity, kept)) placeMain(entity, kept);
  const rest = isUnread || !kept ? parsed : parse(kept);
  if (!rest.ok) return { mayBeNew, problems };
  return { mayBeNew, upsert: taken(rest.upsert, [...problems, ...notApplied(fields, kept, problems)]) };
}

/** `3.36123E+11`: what Excel makes of a long number, whose last digits are lost. */
const MANGLED = /^\+?\d(?:[.,]\d+)?E\+?\d{1,2}$/i;

/** Takes phones that a spreadsheet has mangled out of the fields, so that none overwrites a right one. */
function takeMangled(fields: Record<string, unknown>, { body, codes }: EntityDefinition): ErrorDetail[] {
  return Object.keys(fields).flatMap((path): ErrorDetail[] => {
    const part = Object.hasOwn(body, path) ? body[path] : undefined;
    const value = fields[path];
    if (part?.as !== "field" || part.type !== "phone") return [];
    if (typeof value !== "string" || !MANGLED.test(value.trim())) return [];
    delete fields[path];
    const message = `${path} is a number that a spreadsheet has shortened: write its column as text there.`;
    return [{ path, code: codes.invalidValue, message }];
  });
}

type Consent = GivenConsent | "blank" | undefined;

function isOut(consent: Consent): boolean {
  return typeof consent === "object" && consent.unsubscribed;
}

/** A no lifts an opt-out only if the request asks for that. */
function withConsent(upsert: Upsert, consent: Consent, { resubscribe }: RowContext): Upsert {
  return typeof consent === "object" && (consent.unsubscribed || resubscribe)
    ? { ...upsert, consent }
    : upsert;
}

/**
 * Says whether a row can do without the field. It can't do without what says which record is meant, what to empty, or
 * as of when the row counts. Nor can it do without a field that doesn't exist, as that may be misspelt. Whether the
 * rest still names somebody is seen when it is read.
 */
function isOptional(
  field: string,
  { body, idField, link }: EntityDefinition,
  { registry, createCompanies }: RowContext,
): boolean {
  const part = Object.hasOwn(body, field) ? body[field] : undefined;
  if (!part) return registry.has(field) || (createCompanies === true && field === link?.create?.name);
  return field !== idField && part.as !== "clear" && part.as !== "observedAt";
}

/** Keeps only what names the record. The rest of such a row isn't applied. */
function namesAlone({ idField, identifiers, aliases }: EntityDefinition, fields: Fields): Fields {
  const names = new Set([idField, ...identifiers.map(({ field }) => field), aliases?.field]);
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.has(name)));
}

/** Lists the fields that aren't applied because of what is wrong elsewhere in the row. */
function notApplied(fields: Fields, kept: Fields | false, problems: readonly ErrorDetail[]): ErrorDetail[] {
  const told = new Set(problems.map(({ path }) => fieldOf(path)));
  const [first] = problems;
  if (!first || !kept) return [];
  return Object.keys(fields)
    .filter((name) => !told.has(name) && !Object.hasOwn(kept, name))
    .map((name) => ({
      ...first,
      path: name,
      message: `Of this row its opt-out was applied alone: ${first.message}`,
    }));
}

/** A value may be right in the country of the file, so the message says which option reads it. */
function withOption(problem: ErrorDetail, { registry }: RowContext): ErrorDetail {
  const option = OPTIONS[registry.get(problem.path) ?? "text"];
  return option === undefined ? problem : { ...problem, message: `${problem.message} ${option}` };
}

const DATES = "How a CSV writes its dates is said by dates=DMY, MDY or YMD.";
const OPTIONS: Readonly<Partial<Record<FieldType, string>>> = {
  number: "A CSV's decimal comma is said by decimal=, (a comma).",
  date: DATES,
  datetime: DATES,
};

function unreadable(path: string, { codes }: EntityDefinition): ErrorDetail {
  const message =
    `${path} takes a yes or a no, a word such as "unsubscribed", or the time of the opt-out; in which order ` +
    "a CSV has day and month is said by dates=DMY or MDY.";
  return { path, code: codes.invalidValue, message };
}
