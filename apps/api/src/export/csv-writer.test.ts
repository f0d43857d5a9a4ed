import type { RecordSnapshot } from "@onefold/contract";
import { expect, test } from "vitest";
import { createCsvWriter } from "./csv-writer.ts";

const RECORD: RecordSnapshot = {
  recordId: "cpn_0123456789abcdefG",
  teamId: "tea_0123456789abcdefG",
  fields: {},
  identifiers: { domain: ["a.example", "b.example"] },
  source: "api",
  createdAt: 0,
  createdBy: "usr_0123456789abcdefG",
  updatedAt: 0,
};

/** Gives the last cells of a company that has these custom values. */
function cells(values: RecordSnapshot["fields"]): string {
  const { write } = createCsvWriter("company", Object.keys(values));
  const line = write([{ ...RECORD, fields: values }]).slice(0, -2);
  return line.split(",".repeat(12)).at(-1) ?? "";
}

test.each([
  ["=1+1", "'=1+1"],
  ["+33", "'+33"],
  ["-1", "'-1"],
  ["@a", "'@a"],
  ["\t=1", "'\t'=1"],
  ["a;=1", "a;'=1"],
  ["\r=1", `"'\r'=1"`],
  ["＝1", "'＝1"],
  ["a=1", "a=1"],
  ["a\nb", '"a\nb"'],
  ["a\rb", '"a\rb"'],
  ['a "b"', '"a ""b"""'],
  ["", ""],
  [-1.5, "-1.5"],
  [0, "0"],
  [true, "true"],
  [false, "false"],
])("%j is written as %j", (value, cell) => {
  expect(cells({ own: value })).toBe(cell);
});

test("a field of the team's that is called like a column is told apart", () => {
  const { header, write } = createCsvWriter("company", ["_id", "constructor"]);
  expect(header).toBe(
    "_id,domain,domains,linkedinUrl,linkedinUrlSalesNav,ownerId,source,createdAt,createdBy,updatedAt,name,industry," +
      "location,size,specialties,tagline,type,description,foundedOn,headquarters,picture,fields._id,constructor\r\n",
  );
  expect(write([{ ...RECORD, fields: { _id: "x" } }])).toBe(
    "cpn_0123456789abcdefG,a.example,a.example;b.example,,,,api,1970-01-01T00:00:00.000Z,usr_0123456789abcdefG," +
      "1970-01-01T00:00:00.000Z,,,,,,,,,,,,x,\r\n",
  );
  expect(write([])).toBe("");
});
