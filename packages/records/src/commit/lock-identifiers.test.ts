import type { Upsert } from "@onefold/contract";
import { expect, test } from "vitest";
import { hashKey32, linkLocksOf, lockKeysOfRecord, locksOf } from "./lock-identifiers.ts";
import { email, item, linkedin, TEAM } from "./support/folding.ts";

const locks = (upsert: Partial<Upsert>) => locksOf(item(1, upsert)).toSorted((a, b) => a - b);
const locksOfRecord = (...given: Parameters<typeof lockKeysOfRecord>) =>
  lockKeysOfRecord(...given)
    .map(hashKey32)
    .toSorted((a, b) => a - b);

test("an item needs its names, its additional ones, and the record that it names, as operations on records do", () => {
  expect(
    locks({
      identifiers: [email("a@example.com"), linkedin("a")],
      aliases: ["b@example.com"],
      recordId: "ctc_1",
    }),
  ).toEqual(
    locksOfRecord(
      TEAM,
      "contact",
      [email("a@example.com"), linkedin("a"), email("b@example.com")],
      ["ctc_1"],
    ),
  );
  expect(locks({ identifiers: [email("a@example.com")] })).toHaveLength(1);
  const domain = { kind: "domain", value: "example.com" } as const;
  expect(locks({ entity: "company", identifiers: [domain] })).toEqual(
    locksOfRecord(TEAM, "company", [domain], []),
  );
});

test("another team, entity, kind or value is another lock", () => {
  const names = [
    locksOfRecord(TEAM, "contact", [email("a")], []),
    locksOfRecord("tea_2", "contact", [email("a")], []),
    locksOfRecord(TEAM, "company", [email("a")], []),
    locksOfRecord(TEAM, "contact", [linkedin("a")], []),
    locksOfRecord(TEAM, "contact", [email("b")], []),
    locksOfRecord(TEAM, "contact", [], ["a"]),
  ];
  expect(new Set(names.flat()).size).toBe(names.length);
});

test("a contact that names a company comes after what was sent of that company before, by the company's own name", () => {
  const linking = (field: "companyDomain" | "companyId", value: string) =>
    linkLocksOf(item(1, { company: { field, value } }));
  const own = locks({ entity: "company", identifiers: [{ kind: "domain", value: "example.com" }] });
  expect(linking("companyDomain", "example.com")).toEqual(own);
  expect(linking("companyId", "cmp_1")).toEqual([]);
  expect(linkLocksOf(item(1, {}))).toEqual([]);
  expect(linkLocksOf(item(1, { entity: "company" }))).toEqual([]);
});

// Processes of two versions lock by the same numbers, so these stay.
test.each([
  ["", -1508003044],
  ["a", -384402289],
  ["tea_1 contact email jane@example.com", 1582452599],
  ["tea_1 contact linkedin jané", 713471933],
])("the number of %j is %i", (text, hash) => {
  expect(hashKey32(text)).toBe(hash);
});
