import { typed } from "@onefold/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ROUTES } from "../app.ts";
import { openapiDocument } from "./document.ts";
import { plainSchemas } from "./plain-schemas.ts";
import type { PlainDocument, PlainSchema } from "./plain-schemas.ts";

test("the API's document has no null, no type beside named properties, no object without a name, no Error", () => {
  const document = typed<PlainDocument>(openapiDocument(ROUTES));
  expectPlain(document);
  expect(document.components.schemas).not.toHaveProperty("Error");
  expect(document.components.schemas).toHaveProperty("JobUpload");
  expect(document.components.schemas["MatchedBy"]?.["enum"]).toContain("linkedinUrlSalesNav");
  expect(document.components.schemas["MemberRole"]?.["enum"]).toContain("owner");
});

test("what an operation takes first of several media types is JSON: generators take the first", () => {
  const { paths } = typed<PlainDocument>(openapiDocument(ROUTES));
  for (const { requestBody } of Object.values(paths).flatMap((operations) => Object.values(operations))) {
    const types = Object.keys(requestBody?.content ?? {});
    if (types.includes("application/json")) expect(types[0]).toBe("application/json");
  }
});

test("so has any other document, whose values stay what they were", () => {
  fc.assert(
    fc.property(schema(), fc.jsonValue(), (made, example) => {
      const document = documentOf({ ...made, example });
      plainSchemas(document);
      expectPlain(document);
      expect(document.components.schemas["Thing"]?.["example"]).toEqual(example);
    }),
  );
});

test("two objects of one name are a mistake, the same object twice isn't", () => {
  const text: PlainSchema = { type: "object", properties: { text: { type: "string" } } };
  const other: PlainSchema = { type: "object", properties: { number: { type: "number" } } };
  const clashing = (second: PlainSchema) => () => {
    const document = documentOf({ properties: { part: structuredClone(text) } });
    document.components.schemas["ThingPart"] = second;
    plainSchemas(document);
  };
  expect(clashing(structuredClone(text))).not.toThrow();
  expect(clashing(other)).toThrow("ThingPart");
});

function documentOf(thing: PlainSchema): PlainDocument {
  return { paths: {}, components: { schemas: { Thing: thing } } };
}

/** Any schema of the kinds that zod writes. */
function schema(): fc.Arbitrary<PlainSchema> {
  const kinds = fc.letrec<{ schema: PlainSchema }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<PlainSchema>({ type: "string" }, { type: ["string", "null"] }, { type: "null" }),
      fc.record({ anyOf: fc.array(tie("schema"), { minLength: 2, maxLength: 2 }) }),
      fc.record({ type: fc.constant("array"), items: tie("schema") }),
      fc.record({ type: fc.constant("object"), additionalProperties: tie("schema") }),
      fc.record({
        type: fc.constant("object"),
        properties: fc.dictionary(fc.constantFrom("fields", "data", "rows", "address"), tie("schema")),
        additionalProperties: fc.oneof(fc.boolean(), tie("schema")),
      }),
    ),
  }));
  return kinds.schema.map((made) => structuredClone(made)).filter((made) => !clashes(made));
}

/** Objects in a union, or in an array of arrays, can come to one name: those are told as mistakes. */
function clashes(made: PlainSchema): boolean {
  try {
    plainSchemas(documentOf(structuredClone(made)));
    return false;
  } catch {
    return true;
  }
}

function expectPlain({ paths, components: { schemas } }: PlainDocument): void {
  for (const named of Object.values(schemas)) expectPlainParts(named);
  const bodies = Object.values(paths)
    .flatMap((operations) => Object.values(operations))
    .flatMap(({ requestBody, responses }) => [
      requestBody?.content,
      ...Object.values(responses).map(({ content }) => content),
    ])
    .flatMap((content) => Object.values(content ?? {}));
  for (const { schema: body } of bodies) expectPlainPart(body);
}

function expectPlainPart(part: PlainSchema): void {
  expect(part, "an object without a name").not.toHaveProperty("properties");
  expectPlainParts(part);
}

function expectPlainParts(part: PlainSchema): void {
  const types = [part.type ?? []].flat();
  if (types.length > 1) expect(types).not.toContain("null");
  if ((part.anyOf?.length ?? 0) > 1) expect(part.anyOf).not.toContainEqual({ type: "null" });
  const { properties, additionalProperties: further } = part;
  if (properties && typeof further === "object") expect(further).toEqual({});
  const children = [
    ...Object.values(properties ?? {}),
    ...(part.items ? [part.items] : []),
    ...(part.anyOf ?? []),
  ];
  for (const child of [...children, ...(typeof further === "object" ? [further] : [])])
    expectPlainPart(child);
}
