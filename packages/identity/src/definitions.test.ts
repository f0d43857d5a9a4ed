import { ENTITIES } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import { canonicalEmail } from "./canonical-email.ts";
import { canonicalLinkedinProfile } from "./canonical-linkedin-profile.ts";
import { canonicalSalesNavLead } from "./canonical-sales-nav-lead.ts";
import {
  companyDefinition,
  contactDefinition,
  definitionOf,
  definitionsAbout,
  entityOfId,
  entityOfRecord,
} from "./definitions.ts";
import { define } from "./entity-definition.ts";
import { newId } from "./ids.ts";

test("what tells of a company may name its contacts, and what tells of a contact names contacts only", () => {
  expect(definitionsAbout("company").map(({ entity }) => entity)).toEqual(["company", "contact"]);
  expect(definitionsAbout("contact").map(({ entity }) => entity)).toEqual(["contact"]);
  expect(definitionsAbout(undefined).map(({ entity }) => entity)).toEqual(["contact", "company"]);
});

describe.each([contactDefinition, companyDefinition])("$entity", (definition) => {
  const { entity, idPrefix, main, identifiers } = definition;

  test("is defined once, and called by its first identifier", () => {
    expect(definitionOf(entity)).toBe(definition);
    expect(main).toBe(identifiers[0]);
  });

  test("its ids tell of it", () => {
    expect(entityOfId(newId(idPrefix))).toBe(entity);
    expect(entityOfRecord(newId(idPrefix))).toBe(entity);
  });
});

test.each(["usr_Nx4qJwS0dV2bTzK8m", "Nx4qJwS0dV2bTzctc_", "jane@example.com", ""])(
  "%j is the id of no entity",
  (id) => {
    expect(entityOfId(id)).toBeUndefined();
    expect(() => entityOfRecord(id)).toThrow("id of no entity");
  },
);

const RULES = { email: canonicalEmail, linkedin: canonicalLinkedinProfile, salesNav: canonicalSalesNavLead };

test("a definition is what was declared, and each identifier's rule", () => {
  const defined = define(ENTITIES.contact, RULES);
  expect(defined).toMatchObject({ entity: "contact", idPrefix: "ctc_", main: { field: "email" } });
  expect(defined.identifiers.map(({ kind, canonical }) => [kind, canonical])).toEqual(Object.entries(RULES));
});

test("an entity that nothing can name is refused, also where there is no rule for what names it", () => {
  const { identifiers } = ENTITIES.contact;
  const unknown = identifiers.map((identifier) => ({ ...identifier, kind: "phone" }));
  for (const named of [[], unknown])
    expect(() => define({ ...ENTITIES.contact, identifiers: named }, RULES)).toThrow(
      "A contact has no identifier.",
    );
});
