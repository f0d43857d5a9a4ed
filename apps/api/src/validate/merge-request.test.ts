import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiError } from "../errors/api-error.ts";
import { parseMerge } from "./merge-request.ts";

const A = "ctc_0000000000000000A";

function problemsOf(body: Record<string, unknown>): readonly string[] {
  try {
    parseMerge("contact", body);
    return [];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    expect(error.code).toBe(error.details?.[0]?.code);
    return error.details?.map(({ path }) => path) ?? [];
  }
}

describe("the body of a merge", () => {
  test("names by id and by e-mail in any spelling", () => {
    const body = { primaryId: ` ${A} `, secondaryIds: [" Jane@Example.COM "] };
    expect(parseMerge("contact", body)).toEqual({
      primary: { recordId: A },
      secondaries: [{ identifier: { kind: "email", value: "jane@example.com" } }],
    });
    expect(
      parseMerge("company", { primaryId: "https://WWW.acme.example/", secondaryIds: ["b.example"] }),
    ).toEqual({
      primary: { identifier: { kind: "domain", value: "acme.example" } },
      secondaries: [{ identifier: { kind: "domain", value: "b.example" } }],
    });
  });

  test("all problems at once, one for each place, in the order of the body", () => {
    expect(
      problemsOf({ __x: 1, secondaryIds: [1, "no", "b@example.com", "B@example.com"], primaryId: "no" }),
    ).toEqual(["primaryId", "secondaryIds[0]", "secondaryIds[1]", "secondaryIds[3]", "__x"]);
    expect(problemsOf({ primaryId: A, secondaryIds: [] })).toEqual(["secondaryIds"]);
  });

  test("a huge body makes a short list", () => {
    const secondaryIds = Array.from({ length: 10_000 }, (_, i) => i);
    expect(problemsOf({ secondaryIds }).length).toBeLessThanOrEqual(11);
    const keys = Object.fromEntries(secondaryIds.map((i) => [`key${i}`, 1]));
    expect(problemsOf(keys).length).toBeLessThanOrEqual(11);
  });

  test("any JSON is either names that differ or a list of problems", () => {
    const name = fc.oneof(
      fc.constantFrom(A, "a@example.com", "A@example.com", "b@example.com", "no"),
      fc.jsonValue(),
    );
    const list = fc.oneof(fc.array(name, { maxLength: 12 }), fc.jsonValue());
    fc.assert(
      fc.property(name, list, (primaryId, secondaryIds) => {
        if (problemsOf({ primaryId, secondaryIds }).length > 0) return;
        const { primary, secondaries } = parseMerge("contact", { primaryId, secondaryIds });
        const names = [primary, ...secondaries].map((each) => JSON.stringify(each));
        expect(new Set(names).size).toBe(names.length);
        expect(secondaries.length).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
