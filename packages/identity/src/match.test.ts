import type { Identifier, Upsert } from "@onefold/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { companyDefinition, contactDefinition } from "./definitions.ts";
import type { EntityDefinition } from "./entity-definition.ts";
import { match } from "./match.ts";

const RECORDS = ["ctc_1", "ctc_2", "ctc_3"] as const;
const record = fc.constantFrom(...RECORDS);
const VALUES = ["x", "y"] as const;
const value = fc.constantFrom(...VALUES);

/** Says who owns what. Identifiers are written `kind:value`. */
type Owners = Readonly<Record<string, string>>;
const KINDS = ["email", "domain", "linkedin", "salesNav"] as const;
const KEYS = KINDS.flatMap((kind) => VALUES.map((each) => `${kind}:${each}`));
const owners: fc.Arbitrary<Owners> = fc.dictionary(fc.constantFrom(...KEYS), record, {
  noNullPrototype: true,
});

interface Case {
  definition: EntityDefinition;
  upsert: Upsert;
  owners: Owners;
}

const cases: fc.Arbitrary<Case> = fc.constantFrom(contactDefinition, companyDefinition).chain((definition) =>
  fc.record({
    definition: fc.constant(definition),
    owners,
    upsert: fc
      .record({
        identifiers: fc
          .shuffledSubarray(definition.identifiers.map(({ kind }) => kind))
          .chain((kinds) =>
            fc.tuple(...kinds.map((kind) => value.map((each): Identifier => ({ kind, value: each })))),
          ),
        aliases:
          definition.entity === "contact"
            ? fc.option(fc.array(value), { nil: undefined })
            : fc.constant(undefined),
        recordId: fc.option(fc.constantFrom(...RECORDS, "ctc_new"), { nil: undefined }),
      })
      .map(({ identifiers, aliases, recordId }) => upsertOf(definition, identifiers, aliases, recordId)),
  }),
);

function upsertOf(
  definition: EntityDefinition,
  identifiers: Identifier[],
  aliases?: string[],
  recordId?: string,
): Upsert {
  return {
    entity: definition.entity,
    userId: "usr_1",
    keyId: "key_1",
    onConflict: "prefer",
    identifiers,
    set: {},
    ...(aliases !== undefined && { aliases }),
    ...(recordId !== undefined && { recordId }),
  };
}

function ownerIn(all: Owners): (identifier: Identifier) => string | undefined {
  return ({ kind, value: text }) => all[`${kind}:${text}`];
}

describe("match", () => {
  test("reaches the record named by id, else the owner of the strongest identifier, else none", () => {
    fc.assert(
      fc.property(cases, ({ definition, upsert, owners: all }) => {
        const found = match(definition, upsert, ownerIn(all));
        const strongest = definition.identifiers.find(({ kind }) =>
          upsert.identifiers.some((each) => each.kind === kind && ownerIn(all)(each)),
        );
        const given = strongest && upsert.identifiers.find(({ kind }) => kind === strongest.kind);
        if (upsert.recordId !== undefined)
          expect(found).toMatchObject({
            kind: "one",
            recordId: upsert.recordId,
            matchedBy: definition.idField,
          });
        else if (given !== undefined)
          expect(found).toMatchObject({
            kind: "one",
            recordId: ownerIn(all)(given),
            matchedBy: strongest?.field,
          });
        else expect(found).toMatchObject({ kind: "none" });
      }),
      { numRuns: 1_000 },
    );
  });

  test("the clashes are exactly what other records own of it, each value once", () => {
    fc.assert(
      fc.property(cases, ({ definition, upsert, owners: all }) => {
        const found = match(definition, upsert, ownerIn(all));
        const reached = found.kind === "one" ? found.recordId : undefined;
        const given = [
          ...upsert.identifiers.map((identifier) => ({
            identifier,
            field: definition.identifiers.find(({ kind }) => kind === identifier.kind)?.field,
          })),
          ...(upsert.aliases ?? []).map((text) => ({
            identifier: { kind: "email", value: text } satisfies Identifier,
            field: "additionalEmails",
          })),
        ];
        const expected = new Map<string, string>();
        for (const { identifier, field } of given) {
          const owner = ownerIn(all)(identifier);
          const key = `${identifier.kind}:${identifier.value}`;
          if (owner !== undefined && owner !== reached && !expected.has(key))
            expected.set(key, `${field} ${identifier.value} ${owner}`);
        }
        expect(
          found.clashes.map((each) => `${each.field} ${each.value} ${each.recordId}`).toSorted(),
        ).toEqual([...expected.values()].toSorted());
      }),
      { numRuns: 1_000 },
    );
  });

  test("the order of the item's identifiers doesn't matter", () => {
    fc.assert(
      fc.property(cases, ({ definition, upsert, owners: all }) => {
        const turned = { ...upsert, identifiers: upsert.identifiers.toReversed() };
        expect(match(definition, turned, ownerIn(all))).toEqual(match(definition, upsert, ownerIn(all)));
      }),
    );
  });
});

describe("by example", () => {
  const email: Identifier = { kind: "email", value: "jane@example.com" };
  const linkedin: Identifier = { kind: "linkedin", value: "https://www.linkedin.com/in/jane" };
  const salesNav: Identifier = { kind: "salesNav", value: "https://www.linkedin.com/sales/lead/A" };

  test("e-mail over LinkedIn over Sales Navigator; the weaker stay with their owners", () => {
    const owner = (identifier: Identifier): string | undefined =>
      ({ email: undefined, linkedin: "ctc_2", salesNav: "ctc_3", domain: undefined })[identifier.kind];
    expect(match(contactDefinition, upsertOf(contactDefinition, [email, linkedin, salesNav]), owner)).toEqual(
      {
        kind: "one",
        recordId: "ctc_2",
        matchedBy: "linkedinUrl",
        clashes: [{ field: "linkedinUrlSalesNav", value: salesNav.value, recordId: "ctc_3" }],
      },
    );
  });

  test("a company by domain first", () => {
    const domain: Identifier = { kind: "domain", value: "acme.example" };
    const owner = ({ kind }: Identifier): string => (kind === "domain" ? "cpn_1" : "cpn_2");
    expect(match(companyDefinition, upsertOf(companyDefinition, [linkedin, domain]), owner)).toEqual({
      kind: "one",
      recordId: "cpn_1",
      matchedBy: "domain",
      clashes: [{ field: "linkedinUrl", value: linkedin.value, recordId: "cpn_2" }],
    });
  });

  test("an alias doesn't match, and clashes with whoever owns it", () => {
    const owner = ({ value: text }: Identifier): string | undefined =>
      text === "old@example.com" ? "ctc_9" : undefined;
    expect(
      match(
        contactDefinition,
        upsertOf(contactDefinition, [email], ["old@example.com", "old@example.com"]),
        owner,
      ),
    ).toEqual({
      kind: "none",
      clashes: [{ field: "additionalEmails", value: "old@example.com", recordId: "ctc_9" }],
    });
  });
});
