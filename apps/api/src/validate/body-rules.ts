import { CompanyLink } from "@onefold/contract";
import type { ErrorCode } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";
import type { EntityDefinition, IdentifierDefinition } from "@onefold/identity";
import type { z } from "zod";
import { PLAIN_MAX } from "./clean-text.ts";

/** What a body is held against, as its entity's definition says it. */
export interface BodyRules {
  readonly definition: EntityDefinition;
  readonly request: Pick<z.ZodObject, "shape" | "safeParse">;
  /** The names whose schema takes any plain text. */
  readonly plain: ReadonlySet<string>;
  /** Rank of each name: problems are reported in this order. */
  readonly order: ReadonlyMap<string, number>;
  /** The code of a problem with this name. */
  codeOf(name: string): ErrorCode;
  /** Stored under their own names. */
  readonly fields: readonly string[];
  /** Those of them that hold a URL. */
  readonly urls: readonly string[];
  /** Those of them that hold a phone number. */
  readonly phones: ReadonlySet<string>;
  /** What can name the record. */
  readonly keys: readonly string[];
  /** What can name a record that it is linked to: by an identifier of that one, or by its id. */
  readonly links: readonly { readonly field: CompanyLink["field"]; readonly by?: IdentifierDefinition }[];
}

export function rulesOf(definition: EntityDefinition, request: BodyRules["request"]): BodyRules {
  const { body, codes, idField, identifiers, fields } = definition;
  const keys = [idField, ...identifiers.map(({ field }) => field)];
  const codeByName = new Map<string, ErrorCode>([[idField, codes.invalidId]]);
  for (const [name, part] of Object.entries(body)) if ("code" in part) codeByName.set(name, part.code);
  return {
    definition,
    request,
    plain: plainNames(request),
    order: orderOf(Object.keys(body), keys.at(-1)),
    codeOf: (name) => codeByName.get(name) ?? codes.invalidValue,
    fields: fields.map(({ field }) => field),
    urls: fields.filter(({ format }) => format === "url").map(({ field }) => field),
    phones: new Set(fields.filter(({ type }) => type === "phone").map(({ field }) => field)),
    keys,
    links: linksOf(definition),
  };
}

/** Asked of the schemas themselves, by the longest one, so that a shorter limit or another type is left to them. */
function plainNames(request: BodyRules["request"]): Set<string> {
  const longest = "x".repeat(PLAIN_MAX);
  const names = Object.entries(request.shape).filter(([, schema]) => schema.safeParse(longest).success);
  return new Set(names.map(([name]) => name));
}

/** The order of a body's names, the body itself (`""`) standing right after `last`. */
function orderOf(names: readonly string[], last: string | undefined): Map<string, number> {
  const order = new Map<string, number>();
  for (const name of names) {
    order.set(name, order.size);
    if (name === last) order.set("", order.size);
  }
  return order;
}

function linksOf({ link }: EntityDefinition): BodyRules["links"] {
  if (!link) return [];
  const { identifiers } = definitionOf(link.to);
  return CompanyLink.shape.field.options
    .filter((name) => Object.hasOwn(link.by, name))
    .map((field) => {
      const by = identifiers.find(({ kind }) => kind === link.by[field]);
      return { field, ...(by && { by }) };
    });
}
