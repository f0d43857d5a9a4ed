import { z } from "zod";
import { FieldValue } from "./item.ts";
import { COLUMNS_MAX, NAME_MAX, TEXT_MAX } from "./limits.ts";

const name = () => z.string().max(NAME_MAX).nullish();
const text = () => z.string().max(TEXT_MAX).nullish();

/** `POST /api/companies`; used as `ContactRequest` is. */
export const CompanyRequest = z
  .object({
    companyId: z.string().nullish().meta({
      description: "Update exactly this record; never create one.",
      example: "cpn_Nx4qJwS0dV2bTzK8m",
    }),
    name: name().meta({ description: "Required without companyId." }),
    domain: text().meta({ description: "Main key; required without companyId.", example: "example.com" }),
    linkedinUrl: text().meta({
      description: "Alternative key.",
      example: "https://www.linkedin.com/company/example",
    }),
    linkedinUrlSalesNav: text().meta({ description: "Alternative key: a Sales Navigator company." }),
    industry: text(),
    location: text(),
    size: name(),
    specialties: text(),
    tagline: text(),
    type: name(),
    description: text(),
    foundedOn: name(),
    headquarters: text(),
    picture: text().meta({ description: "An http or https URL." }),
    companyOwner: name().meta({
      description: "A member's id or e-mail. No match: the key's owner, with a warning.",
    }),
    source: name().meta({ description: "Set on creation only; `api` by default." }),
    clearFields: z
      .array(z.string())
      .max(COLUMNS_MAX)
      .nullish()
      .meta({ description: "Names of fields to empty." }),
    observedAt: z
      .string()
      .nullish()
      .meta({ description: "ISO 8601 date: when the source saw this.", example: "2026-11-02T09:30:00.000Z" }),
  })
  .catchall(FieldValue.nullable())
  .meta({
    id: "CompanyRequest",
    description:
      'companyId, or name and domain. Other keys are custom fields, registered beforehand. Empty values (null, "", blank, []) are ignored.',
  });
export type CompanyRequest = z.infer<typeof CompanyRequest>;

/** The fields of a company that every team has. `name` can be set but not emptied. */
export const COMPANY_FIELDS = [
  "name",
  "industry",
  "location",
  "size",
  "specialties",
  "tagline",
  "type",
  "description",
  "foundedOn",
  "headquarters",
  "picture",
] as const satisfies readonly (keyof typeof CompanyRequest.shape)[];
