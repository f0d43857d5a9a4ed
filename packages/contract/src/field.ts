import { z } from "zod";
import { forEachEntity } from "./entities/index.ts";
import { Entity } from "./entity.ts";
import { FIELD_NAME_MAX } from "./limits.ts";
import { Name } from "./wire-parts.ts";

/** What a custom field holds. The types are lemlist's. */
export const FieldType = z
  .enum(["text", "number", "boolean", "datetime", "date", "phone"])
  .meta({ id: "FieldType" });
export type FieldType = z.infer<typeof FieldType>;

/** Where a field comes from, in lemlist's words: every team has it, or the team registered it. */
const FieldSource = z.enum(["default", "custom"]);

/** What `?source=` of `GET /api/fields` takes: lemlist's list, of which no field here is synced with a CRM. */
export const AskedFieldSource = z.enum([...FieldSource.options, "crm_synced"]);
export type AskedFieldSource = z.infer<typeof AskedFieldSource>;

/** A field that a record can have: one of ours, or one that the team registered. */
export const Field = z
  .object({ name: z.string(), label: z.string(), type: FieldType, source: FieldSource })
  .meta({ id: "Field" });
export type Field = z.infer<typeof Field>;

/** The answer to `GET /api/fields`. With `?entity=` it has only that entity's list. */
export const FieldsAnswer = z
  .object({
    success: z.literal(true),
    data: z.object(forEachEntity(() => z.array(Field).optional())),
  })
  .meta({ id: "FieldsAnswer" });
export type FieldsAnswer = z.infer<typeof FieldsAnswer>;

/**
 * The name under which a body gives a custom field: letters, digits, spaces, `_`, `-` and `.`. Both ends are a letter
 * or a digit, so that no name looks empty or like another one.
 */
export const FieldName = z
  .string()
  .normalize("NFC")
  .max(FIELD_NAME_MAX)
  .regex(/^[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_.\- ]*[\p{L}\p{M}\p{N}_])?$/u);

/** The body of `POST /api/fields`. */
export const CreateFieldRequest = z
  .strictObject({
    entity: Entity,
    name: FieldName,
    /** The default is the name itself. */
    label: Name.optional(),
    type: FieldType,
  })
  .meta({ id: "CreateFieldRequest" });
export type CreateFieldRequest = z.infer<typeof CreateFieldRequest>;

export const CreateFieldAnswer = z
  .object({ success: z.literal(true), data: Field.extend({ entity: Entity }) })
  .meta({ id: "CreateFieldAnswer" });
export type CreateFieldAnswer = z.infer<typeof CreateFieldAnswer>;

/** The answer to `DELETE /api/fields/{entity}/{name}`: what was taken out of the registry. */
export const DeleteFieldAnswer = z
  .object({ success: z.literal(true), data: z.object({ entity: Entity, name: z.string() }) })
  .meta({ id: "DeleteFieldAnswer" });
export type DeleteFieldAnswer = z.infer<typeof DeleteFieldAnswer>;
