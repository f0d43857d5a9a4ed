import { ENTITIES } from "@onefold/contract";
import type { DeclaredEntity, Entity, FieldType, Part, UploadOptions } from "@onefold/contract";
import type { CustomField } from "@onefold/records";
import { RESERVED_NAMES } from "../../standard-fields.ts";
import { isPassedOver } from "../exported.ts";
import { comparable } from "../../names/comparable.ts";
import { headerForms, isOfFirm, placedForms, withoutSmallWords } from "./header-forms.ts";
import { nearestName } from "../../names/nearest-name.ts";

/** What a column can fill. */
export interface ColumnField {
  readonly name: string;
  /** Several values in a cell: `additionalEmails`, `clearFields`. */
  readonly isList: boolean;
  /** Of a custom field. */
  readonly type?: FieldType;
  /** Where the values of further columns of it go. */
  readonly more?: ColumnField;
  /** A list of e-mails. */
  readonly isEmails?: true;
  /** A cell may hold several of it, of which the first is meant. */
  readonly isOne?: true;
  /** As of when the row counts. */
  readonly isTime?: true;
  /** What our ids of it begin with: other programs call their own ones the same. */
  readonly idPrefix?: string;
  /** Whether the person opted out. */
  readonly isConsent?: true;
}

/** The field of a header, and how it stands to others of the same: the lowest fills it first. */
export interface FoundField {
  readonly field: ColumnField;
  readonly rank: number;
  /** It may mean something else, and counts where no other column is of the field. */
  readonly isVague?: true;
}

/** The fields of an entity, to be found by what a column is called. */
export interface KnownFields {
  readonly entity: Entity;
  /** By its own name, as a map gives it. */
  named(name: string): ColumnField | undefined;
  /** By its name, label or a common spelling; case, accents, blanks and punctuation don't matter. */
  find(header: string): FoundField | undefined;
  /** What says who opted out, where the entity has that. */
  readonly consent: ColumnField | undefined;
  /** What our own exports have beside what can be set: such a column is left out. */
  isPassedOver(header: string): boolean;
  /** The field that the header may have meant. */
  nearest(header: string): string | undefined;
  /** The option of an upload without which such a column has no field. */
  optionFor(header: string): string | undefined;
}

/** What is a private or a second e-mail by its name comes after all that may be the first one. */
const AFTER_MAIN = 500;
/** A second one of anything comes after all that are the first. */
const OF_NUMBER = 1_000;

/** The standard fields, and those that the team registered: a field's own name counts more than a spelling. */
export function createKnownFields(
  entity: Entity,
  customFields: readonly CustomField[],
  { createCompanies }: Pick<UploadOptions, "createCompanies"> = {},
): KnownFields {
  const declared: DeclaredEntity = ENTITIES[entity];
  const { body, idField } = declared;
  const standard = standardColumns(declared);
  const custom = customFields
    .filter((field) => field.entity === entity && !RESERVED_NAMES[entity].has(field.name))
    .map(({ name, label, type }) => ({ name, label, type, isList: false }));
  const consent: ColumnField | undefined =
    declared.consent === undefined ? undefined : { name: declared.consent, isList: false, isConsent: true };
  const byName = new Map<string, ColumnField>(
    [...custom, ...standard, ...(consent ? [consent] : [])].map((field) => [field.name, field]),
  );

  const bySpelling = new Map<string, FoundField>();
  const shorter = new Map<string, FoundField>();
  const add = (spelling: string, field: ColumnField, rank: number, vague?: { isVague: true }) => {
    const key = comparable(spelling);
    if (key !== "" && !bySpelling.has(key)) bySpelling.set(key, { field, rank, ...vague });
    const short = comparable(withoutSmallWords(spelling));
    if (short !== "" && !shorter.has(short)) shorter.set(short, { field, rank, ...vague });
  };
  const spelled = (key: string) => bySpelling.get(key) ?? shorter.get(key);
  if (consent) add(consent.name, consent, 0);
  for (const field of standard) add(field.name, field, 0);
  for (const field of custom) add(field.name, field, 0);
  for (const field of custom) add(field.label, field, 1);
  const create = createCompanies && declared.link?.create;
  const offered = createCompanies ? undefined : declared.link?.create;
  const offeredNames = new Set(
    [offered?.name, ...(offered?.spellings.split(",") ?? [])].map((name = "") => comparable(name)),
  );
  const created: ColumnField | undefined = create && { name: create.name, isList: false };
  if (created && !byName.has(created.name)) byName.set(created.name, created);
  if (created) add(created.name, created, 0);
  for (const field of standard)
    body[field.name]?.spellings
      ?.split(",")
      .forEach((each, index) => add(each, field, index + 1 + (field.isEmails ? AFTER_MAIN : 0)));
  if (created) create?.spellings.split(",").forEach((each, index) => add(each, created, index + 1));
  for (const field of standard)
    for (const each of body[field.name]?.vagueSpellings?.split(",") ?? [])
      add(each, field, AFTER_MAIN, { isVague: true });
  const ofThePerson = new Set([...declared.identifiers.map(({ field }) => field), declared.aliases?.field]);
  const names = new Set(declared.nameColumns.flatMap(({ of }) => of));
  // As our own export calls them.
  const exported = byName.get(idField);

  return {
    entity,
    consent,
    named: (name) => byName.get(name),
    find(header) {
      const own = header === "_id" ? exported : byName.get(header);
      if (own) return { field: own, rank: -1 };
      const forms = headerForms(header, entity);
      const placed = placedForms(header, entity).map(({ place, of, number }) => ({
        key: comparable(`${place} ${bySpelling.get(of)?.field.name ?? ""}`),
        number,
        isGuess: true,
      }));
      for (const { key, number, isGuess } of [...forms, ...placed]) {
        const found = isGuess ? spelled(key) : bySpelling.get(key);
        if (!found || (isGuess && !Object.hasOwn(body, found.field.name))) continue;
        if (ofThePerson.has(found.field.name) && isOfFirm(header, declared)) continue;
        if (number === 1) return found;
        // Who has a second name is somebody else.
        if (names.has(found.field.name)) continue;
        const field = found.field.more ?? found.field;
        return { ...found, field, rank: found.rank + number * OF_NUMBER };
      }
      return undefined;
    },
    isPassedOver: (header) => isPassedOver(entity, header),
    nearest(header) {
      const key = comparable(header);
      const spelling = key === "" ? undefined : nearestName(key, bySpelling.keys());
      return spelling === undefined ? undefined : bySpelling.get(spelling)?.field.name;
    },
    optionFor(header) {
      const isOffered = headerForms(header, entity).some(({ key }) => offeredNames.has(key));
      return isOffered ? offered?.option : undefined;
    },
  };
}

/** The parts of a body; several columns of the first identifier are one and its additional values. */
function standardColumns(declared: DeclaredEntity): ColumnField[] {
  const {
    body,
    identifiers: [main],
    aliases,
  } = declared;
  const more = aliases && { name: aliases.field, isList: true, isEmails: true as const };
  return Object.entries(body).map(([name, part]): ColumnField => {
    if (more && name === more.name) return more;
    return {
      name,
      isList: part.list ?? false,
      ...(isOne(part) && { isOne: true }),
      ...(part.as === "observedAt" && { isTime: true }),
      ...idPrefixOf(name, declared),
      ...(name === main?.field && more && { more }),
    };
  });
}

function idPrefixOf(name: string, { idField, idPrefix, link }: DeclaredEntity): { idPrefix?: string } {
  if (name === idField) return { idPrefix };
  const linked = link?.by[name] === "id" ? DECLARED[link.to] : undefined;
  return linked ? { idPrefix: linked.idPrefix } : {};
}

const DECLARED: Readonly<Record<string, DeclaredEntity | undefined>> = ENTITIES;

function isOne(part: Part): boolean {
  return part.as === "identifier" || part.as === "link" || (part.as === "field" && part.type === "phone");
}
