import { COLUMNS_MAX } from "@onefold/contract";
import type { JobResult } from "@onefold/contract";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createKnownFields } from "../uploads/columns/known-fields.ts";
import { mapColumns } from "../uploads/columns/map-columns.ts";
import { createReadCells } from "../uploads/columns/read-cells.ts";
import { unescapeFormulas } from "../csv/formulas.ts";
import { createRejectsWriter, REJECTS_NAMES_MAX } from "./rejects-writer.ts";

type Input = Readonly<Record<string, unknown>>;

function write(inputs: readonly Input[], given = new Set(inputs.flatMap(Object.keys))): string[][] {
  const writer = createRejectsWriter("contact", given);
  const results = inputs.map((input, row): JobResult => {
    const finishedAt = "2026-11-25T00:00:00.000Z";
    return { row, outcome: "rejected", code: "INVALID_FIELD", message: "no", finishedAt, input };
  });
  return parse(writer.header + writer.write(results));
}

/** Reads the file as an upload does. The team has registered all fields. */
function read(
  [header = [], ...rows]: readonly string[][],
  names: readonly string[],
  isLeftOut: (name: string) => boolean = () => false,
) {
  const custom = names.map((name) => ({ entity: "contact", name, label: name, type: "text" }) as const);
  const columns = mapColumns(header, createKnownFields("contact", custom), { map: [], ignoreUnknown: false });
  const readCells = createReadCells("contact", columns, { isLeftOut });
  return rows.map((cells) => readCells(cells));
}

describe("a CSV of rejected rows", () => {
  test("of more names than an upload has columns keeps the rest of each row in one cell", () => {
    const inputs = [...Array(20).keys()].map((row) => ({
      email: `p${row}@example.com`,
      ...Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`f${row * 100 + n}`, `v${n}`])),
    }));
    const names = new Set(inputs.flatMap(Object.keys));
    // These are as many names as the writer is told of when there are more. `email` needn't be among them.
    const known = new Set([...names].filter((name) => name !== "email").slice(0, REJECTS_NAMES_MAX + 1));
    const csv = write(inputs, known);
    expect(csv[0]).toHaveLength(COLUMNS_MAX);
    expect(csv[0]).toEqual(expect.arrayContaining(["email", "_input", "_row", "_line", "_code", "_message"]));
    expect(read(csv, [...names])).toEqual(inputs.map((fields) => ({ fields })));
  });

  test("gives back what the rows gave, whatever their names", () => {
    const name = fc.oneof(
      fc.constantFrom("email", "Email", "e-mail", "_row", "_input", "", " spaced ", "constructorx"),
      fc.string({ maxLength: 8 }).filter((text) => !["__proto__", "constructor", "prototype"].includes(text)),
    );
    const value = fc.string({ minLength: 1, maxLength: 6 }).map((text) => `v${text.trim()}`);
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(name, value, { minKeys: 1, maxKeys: 6 }), { minLength: 1 }),
        (inputs) => {
          const csv = write(inputs);
          expect(new Set(csv[0]?.map((each) => each.toLowerCase())).size).toBe(csv[0]?.length);
          const [header = [], ...rows] = csv.map((cells) => cells.map(unescapeFormulas));
          rows.forEach((cells, row) => {
            const back: Record<string, unknown> = {};
            header.forEach((column, index) => {
              const cell = cells[index] ?? "";
              if (column === "_input" && cell !== "") Object.assign(back, JSON.parse(cell));
              else if (!column.startsWith("_") && cell !== "") back[column] = cell;
            });
            expect(back).toEqual({ ...inputs[row] });
          });
        },
      ),
    );
  });

  test("its cell of JSON is read with its types, and beside a column it counts less", () => {
    const cells = (input: string) =>
      read(
        [
          ["email", "_input"],
          ["a@example.com", input],
        ],
        [],
      )[0];
    expect(cells('{"score": 3, "tags": ["x"], "email": "b@example.com"}')).toEqual({
      fields: { email: "a@example.com", score: 3, tags: ["x"] },
    });
    expect(cells("")).toEqual({ fields: { email: "a@example.com" } });
    expect(cells("[1]")).toMatchObject({ problem: "The cell _input must be a JSON object." });
    expect(cells('{"__proto__": 1}')).toMatchObject({ problem: expect.stringContaining("_input") });
    const left = read([["_input"], ['{"score": 3, "junk": 1}']], [], (name) => name === "junk");
    expect(left).toEqual([{ fields: { score: 3 } }]);
  });
});
