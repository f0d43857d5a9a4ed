import { CreateFieldRequest } from "@onefold/contract";
import type { CreateFieldAnswer, ErrorDetail } from "@onefold/contract";
import { AdminError, createField, listFields } from "@onefold/records";
import type { CustomField } from "@onefold/records";
import type { Handler } from "hono";
import { ApiError } from "../errors/api-error.ts";
import { reading } from "../errors/reading.ts";
import type { AppEnv } from "../request/app-env.ts";
import { readBody } from "../request/read-body.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";
import { RESERVED_NAMES } from "../standard-fields.ts";
import { isStorable } from "../validate/clean-text.ts";
import { validationError } from "../validate/validation-error.ts";

/** `POST /api/fields`: registers a custom field, which bodies can give from then on. */
export function postField(services: Services): Handler<AppEnv> {
  return async (c) => {
    const { teamId } = c.get("key");
    const request = parseField(await readBody(c, services.limits.bodyMaxBytes));
    const { entity, name, label, type } = await reading(() => register(services, teamId, request));
    services.registries.forget(teamId);
    const data = { entity, name, label, type, source: "custom" as const };
    return reply(c, 201, { success: true, data } satisfies CreateFieldAnswer);
  };
}

function parseField(body: Record<string, unknown>): CreateFieldRequest {
  const result = CreateFieldRequest.safeParse(body);
  if (!result.success) throw validationError(result.error.issues.map(toDetail));
  const { name, label, ...rest } = result.data;
  if (RESERVED_NAMES[rest.entity].has(name) || UNSAFE.has(name)) throw taken(name);
  if (label !== undefined && (!isStorable(label) || label.trim() === ""))
    throw validationError([
      { path: "label", code: "INVALID_REQUEST", message: "label must be readable text." },
    ]);
  return {
    ...rest,
    name: name.normalize("NFC"),
    ...(label !== undefined && { label: label.normalize("NFC").trim() }),
  };
}

/** Refused as keys of a body, so no body could give them. */
const UNSAFE = new Set(["__proto__", "constructor", "prototype"]);

function toDetail(issue: { path: PropertyKey[]; message: string }): ErrorDetail {
  const path = issue.path.map(String).join(".");
  const message = EXPECTED[path] ?? "The body takes entity, name, label and type only.";
  return { path, code: "INVALID_REQUEST", message };
}

const EXPECTED: Readonly<Record<string, string>> = {
  entity: "entity must be contact or company.",
  name: "name must be of letters, digits, spaces, _, - and ., at most 100 characters.",
  label: "label must be a string of 1 to 255 characters.",
  type: "type must be text, number, boolean, datetime, date or phone.",
};

async function register({ db }: Services, teamId: string, field: CreateFieldRequest): Promise<CustomField> {
  try {
    return await createField(db, teamId, field);
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    const fields = await listFields(db, teamId);
    if (fields.some(({ entity, name }) => entity === field.entity && name === field.name))
      throw taken(field.name);
    throw new ApiError("INVALID_REQUEST", error.message, { cause: error });
  }
}

function taken(name: string): ApiError {
  return new ApiError("FIELD_EXISTS", `There is a field ${name} already, or the name is reserved.`);
}
