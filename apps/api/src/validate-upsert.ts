import type { Entity, OnConflict, Upsert } from "@onefold/contract";
import { reading } from "./errors/reading.ts";
import type { AppContext } from "./request/app-env.ts";
import type { Services } from "./services.ts";
import { parseCompany } from "./validate/company.ts";
import { parseContact } from "./validate/contact.ts";
import type { ParsedBody, UpsertContext } from "./validate/parsed-body.ts";
import { validationError } from "./validate/validation-error.ts";

type ParseBody = (body: Readonly<Record<string, unknown>>, context: UpsertContext) => ParsedBody;

/** What is upserted, and what reads its body. */
export interface UpsertKind {
  readonly entity: Entity;
  readonly parse: ParseBody;
}

export const UPSERT_KINDS: Readonly<Record<Entity, UpsertKind>> = {
  contact: { entity: "contact", parse: parseContact },
  company: { entity: "company", parse: parseCompany },
};

/**
 * The upsert that a body asks for. One that names an unknown field is judged again by a registry that is read
 * again.
 * @throws ApiError with all problems of the body
 */
export async function validateUpsert(
  c: AppContext,
  { registries }: Services,
  { entity, parse }: UpsertKind,
  body: Readonly<Record<string, unknown>>,
  onConflict: OnConflict,
): Promise<Upsert> {
  const key = c.get("key");
  const { teamId } = key;
  const cached = registries.of(teamId);
  const known = cached instanceof Promise ? await reading(() => cached) : cached;
  let parsed = parse(body, { key, onConflict, registry: known[entity] });
  if (!parsed.ok && parsed.problems.some(({ code }) => code === "INVALID_FIELD")) {
    const reloaded = await reading(() => registries.reload(teamId));
    if (reloaded !== known) parsed = parse(body, { key, onConflict, registry: reloaded[entity] });
  }
  if (!parsed.ok) throw validationError(parsed.problems);
  return parsed.upsert;
}
