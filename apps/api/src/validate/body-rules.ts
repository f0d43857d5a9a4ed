import { CompanyLink } from "@onefold/contract";
import type { ErrorCode } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";
import type { EntityDefinition, IdentifierDefinition } from "@onefold/identity";
import type { z } from "zod";
import { PLAIN_MAX } from "./clean-text.ts";

/** What a body is checked against, by its entity's definition. */
export interface BodyRules {
  readonly definition: EntityDefinition;
  readonly request: Pick<z.ZodObject, "shape" | "safeParse">;
  /** The names whose schema takes any plain text. */
  readonly plain: ReadonlySet<string>;
  /** The rank of each name. Problems are reported in this order. */
  readonly order: ReadonlyMap<string, number>;
  /** Gives the code of a problem with this name. */
  codeOf(name: string): ErrorCode;
  /** The fields that are stored under their own names. */
  readonly fields: readonly string[];
  /** The fields that hold a URL. */
  readonly urls: readonly string[];
  /** The fields that hold a phone number. */
  readonly phones: ReadonlySet<string>;
  /** The names of what can name the record. */
  readonly keys: readonly string[];
  /** The names of what can name a linked record: by one of its identifiers, or by its id. */
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

/**
 * Finds these names by trying the longest plain text. A schema with a shorter limit or another type refuses it, and so
 * is asked for each value.
 */
function plainNames(request: BodyRules["request"]): Set<string> {
  const longest = "x".repeat(PLAIN_MAX);
  const names = Object.entries(request.shape).filter(([, schema]) => schema.safeParse(longest).success);
  return new Set(names.map(([name]) => name));
}

/** Gives the order of a body's names. The body itself (`""`) comes right after `last`. */
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
