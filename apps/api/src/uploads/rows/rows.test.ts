import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiError } from "../../errors/api-error.ts";
import { withoutMark } from "./byte-stages.ts";
import { csvRows } from "./csv-rows.ts";
import type { CsvOptions, WrittenCsv } from "./csv-rows.ts";
import { jsonRows } from "./json-rows.ts";
import { ndjsonRows } from "./ndjson-rows.ts";
import type { UploadRow } from "./upload-row.ts";

interface Read {
  readonly rows: readonly UploadRow[];
  readonly error?: string;
  readonly reading?: unknown;
  readonly charset?: unknown;
}

type Reader = (bytes: AsyncIterable<Buffer>) => Promise<Read>;

const json: Reader = (bytes) => collect(jsonRows(withoutMark(bytes)));
const ndjson: Reader = (bytes) => collect(ndjsonRows(withoutMark(bytes)));

function csv(options: Partial<CsvOptions> = {}): Reader {
  return async (bytes) => {
    let reading: unknown;
    let charsetAtEnd: () => unknown = () => undefined;
    const rows = csvRows(bytes, {
      charset: undefined,
      delimiter: undefined,
      knowNames: async () => (name) => name.length === 1,
      namesSomebody: () => true,
      readHeader: async (header, { charset, delimiter }) => {
        reading = { header, charset: charset(), delimiter };
        charsetAtEnd = charset;
        return (cells) => ({ fields: Object.fromEntries(cells.map((cell, at) => [header[at] ?? at, cell])) });
      },
      ...options,
    });
    const read = await collect(rows);
    return { ...read, reading, charset: charsetAtEnd() };
  };
}

async function collect(rows: AsyncIterable<readonly UploadRow[]>): Promise<Read> {
  const found: UploadRow[] = [];
  try {
    for await (const some of rows) found.push(...some);
    return { rows: found };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { rows: found, error: `${error.code} ${error.message}` };
  }
}

const bytesOf = (content: string | Uint8Array) =>
  typeof content === "string" ? Buffer.from(content) : Buffer.from(content);

async function* cut(content: Buffer, at: readonly number[] = []): AsyncGenerator<Buffer, void> {
  let from = 0;
  for (const to of at.toSorted((a, b) => a - b)) {
    yield content.subarray(from, to);
    from = to;
  }
  yield content.subarray(from);
}

const read = (reader: Reader, content: string | Uint8Array) => reader(cut(bytesOf(content)));
const shown = ({ rows, error }: Read) => ({
  rows: rows.map((row) => [row.line, row.fields ?? row.problem]),
  ...(error !== undefined && { error }),
});
/** The content too, which is what a resumed upload is known by. */
const whole = ({ rows, error, reading }: Read) => ({
  rows: rows.map((row) => ({ ...row, content: bytesOf(row.content).toString("latin1") })),
  error,
  reading,
});

describe("wherever the bytes are cut, the rows are the same:", () => {
  const value = fc.oneof(
    fc.string({ unit: "binary", maxLength: 8 }),
    fc.constantFrom("é", "𝒳", '"', '""', "\n", "\r\n", "\r", ",", ";", "a,b", "\\", "{", "]"),
  );
  const object = fc.dictionary(fc.constantFrom("a", "b", "é"), fc.oneof(value, fc.integer(), fc.boolean()));
  const noise = fc.constantFrom("", " ", "\n", "\r\n", "[", "{", "x", '"', "\ufeff", "\u0000");
  const cuts = fc.array(fc.nat(400), { maxLength: 30 });

  async function sameRows(reader: Reader, content: Buffer, at: readonly number[]): Promise<void> {
    const once = await reader(cut(content));
    const places = at.map((each) => each % (content.length + 1));
    expect(whole(await reader(cut(content, places)))).toEqual(whole(once));
    const bytewise = Array.from({ length: content.length }, (_, index) => index);
    expect(whole(await reader(cut(content, bytewise)))).toEqual(whole(once));
  }

  test("JSON", async () => {
    const property = fc.asyncProperty(fc.array(object), noise, cuts, async (objects, more, at) => {
      const content = Buffer.from(JSON.stringify(objects, undefined, 1) + more);
      await sameRows(json, content, at);
      if (more.trim() === "")
        expect((await json(cut(content))).rows.map(({ fields }) => fields)).toEqual(objects);
    });
    await fc.assert(property);
  });

  test("NDJSON", async () => {
    const line = fc.oneof(
      object.map((each) => JSON.stringify(each)),
      noise,
    );
    const property = fc.asyncProperty(fc.array(line), fc.constantFrom("\n", "\r\n"), cuts, (lines, end, at) =>
      sameRows(ndjson, Buffer.from(lines.join(end)), at),
    );
    await fc.assert(property);
  });

  test("CSV, also one that is badly quoted or no UTF-8", async () => {
    const cell = fc.oneof(
      value,
      value.map((text) => `"${text.replaceAll('"', '""')}"`),
    );
    const record = fc.array(cell, { minLength: 1, maxLength: 4 });
    const property = fc.asyncProperty(
      fc.array(record),
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.constantFrom(",", ";", "\t"),
      fc.constantFrom<BufferEncoding>("utf8", "latin1", "utf16le"),
      cuts,
      async (records, end, delimiter, encoding, at) => {
        const text = records.map((cells) => cells.join(delimiter)).join(end);
        await sameRows(csv(), Buffer.from(`a${delimiter}b${end}${text}`, encoding), at);
      },
    );
    await fc.assert(property);
  });

  test("CSV that is quoted as it should be comes out as it went in", async () => {
    const text = fc.string({ unit: "grapheme", maxLength: 8 });
    const cell = fc.oneof(text, fc.constantFrom('"', "\n", "\r\n", ",", ";", "a\tb", "x"));
    const property = fc.asyncProperty(
      fc.array(fc.tuple(cell, cell)),
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.constantFrom(",", ";", "\t"),
      async (records, end, delimiter) => {
        const quoted = (each: string) => `"${each.replaceAll('"', '""')}"`;
        const lines = [["a", "b"], ...records].map((cells) => cells.map(quoted).join(delimiter));
        const { rows } = await csv()(cut(Buffer.from(lines.join(end))));
        expect(rows.map(({ fields }) => fields)).toEqual(records.map(([a, b]) => ({ a, b })));
      },
    );
    await fc.assert(property);
  });
});

describe("JSON", () => {
  test("a row that isn't a safe object is a row with a problem, in its line", async () => {
    const body = '[\n{"a": 1},\n 2, "x", null, [],\n{"__proto__": {"x": 1}},\n{"a": {"constructor": 1}}\n]\n';
    expect(shown(await read(json, body))).toMatchObject({
      rows: [
        [2, { a: 1 }],
        [3, { code: "INVALID_JSON", message: "The row must be a JSON object." }],
        [3, { code: "INVALID_JSON" }],
        [3, { code: "INVALID_JSON" }],
        [3, { code: "INVALID_JSON" }],
        [4, { code: "INVALID_JSON", message: "The key __proto__ is refused." }],
        [5, { code: "INVALID_JSON", message: "The key constructor is refused." }],
      ],
    });
  });

  test.each([
    ["", [], "INVALID_JSON The body is empty: send a JSON array of objects."],
    ['{"contacts": []}', [], "INVALID_JSON The body must be one JSON array of objects"],
    ['[{"a":1},\n{"a":2}', [1, 2], "UPLOAD_BROKEN The JSON array isn't closed: the body ends in line 2."],
    [
      '[{"a":1},\n{"a":2},\n{"a":',
      [1, 2],
      "UPLOAD_BROKEN The JSON array isn't closed: the body ends in line 3.",
    ],
    ['[{"a":1},\n{a:2}]', [1], "INVALID_JSON The JSON can't be read further, at line 2."],
    ['[{"a":1}]\n[{"a":2}]', [1], "INVALID_JSON The JSON can't be read further, at line 2."],
    [`[{"a":1}, ${"[".repeat(100)}`, [1], "INVALID_JSON The row in line 1 is nested deeper"],
  ])("%j", async (body, lines, error) => {
    const found = await read(json, body);
    expect(found.rows.map(({ line }) => line)).toEqual(lines);
    expect(found.error).toContain(error);
  });

  test("a row that is too long is passed over; one that is far too long ends the upload", async () => {
    const long = (length: number) => `[{"a":1},\n{"a":"${"x".repeat(length)}"},\n{"a":2}]`;
    expect(shown(await read(json, long(300_000)))).toMatchObject({
      rows: [
        [1, { a: 1 }],
        [2, { code: "BODY_TOO_LARGE" }],
        [3, { a: 2 }],
      ],
    });
    const far = await read(json, long(2_000_000));
    expect([far.rows.length, far.error]).toEqual([1, expect.stringContaining("begins in line 2")]);
  });
});

describe("NDJSON", () => {
  test("bad lines are rows with a problem, blank ones are none", async () => {
    const lines = [
      '\ufeff{"a":1}',
      "",
      "  \t",
      "x",
      "[]",
      '{"prototype":1}',
      `{"a":"${"x".repeat(262_144)}"}`,
      '{"a":2}\r',
      '{"a":"\xff"}',
      '{"a":3}',
    ];
    const content = Buffer.concat(
      lines.map((line, at) =>
        Buffer.from(`${line}${at < 9 ? "\n" : ""}`, line.includes("\xff") ? "latin1" : "utf8"),
      ),
    );
    expect(shown(await read(ndjson, content))).toEqual({
      rows: [
        [1, { a: 1 }],
        [4, { code: "INVALID_JSON", message: "The line is not valid JSON: character 1: invalid symbol." }],
        [5, { code: "INVALID_JSON", message: "The line must be a JSON object." }],
        [6, { code: "INVALID_JSON", message: "The key prototype is refused." }],
        [7, { code: "BODY_TOO_LARGE", message: "The row is larger than 262144 bytes." }],
        [8, { a: 2 }],
        [9, { code: "INVALID_JSON", message: "The line is not valid UTF-8." }],
        [10, { a: 3 }],
      ],
    });
  });
});

describe("what programs write around the rows of a CSV:", () => {
  test.each([
    ["a note and an empty line", 'Notes:\n"Some, but\nnot all"\n\na,b\n1,x\n', 6],
    ["a note and semicolons", "Report\na;b\n1;x\n", 3],
    ["delimiters before it", ",,\n,,\na,b,\n1,x,\n", 4],
    ["a note before one column", "Names\na\n1\n", 3],
    ["sep= and a note", "sep=;\nReport\na;b\n1;x\n", 4],
  ])("%s", async (_, body, line) => {
    const found = await read(csv(), body);
    expect(found.error).toBeUndefined();
    expect(found.rows.map((row) => [row.line, row.fields?.["a"]])).toEqual([[line, "1"]]);
  });

  test.each([
    ["a header that nobody knows", "Kontakt;Rolle\nx;y\na;b\n", [2, 3]],
    ["a row that looks like a header below one", "a;bb\nx;y\na;b\n", [2, 3]],
    ["a row above that tells of somebody", "jane@example.com,x\na,b\n", [2]],
  ])("the first line names the columns: %s", async (_, body, lines) => {
    expect((await read(csv(), body)).rows.map(({ line }) => line)).toEqual(lines);
  });

  test("a footer is no row, and what names somebody is one", async () => {
    let written: WrittenCsv | undefined;
    const reader = csv({
      namesSomebody: (text) => text.includes("@"),
      readHeader: async (header, given) => {
        written = given;
        return (cells) =>
          cells.every((cell) => cell === "")
            ? undefined
            : { fields: Object.fromEntries(cells.map((cell, at) => [header[at] ?? at, cell])) };
      },
    });
    const rows = async (body: string) => (await read(reader, body)).rows.map(({ line }) => line);
    expect(await rows('a,b\n1,x\n\n\n"Contacts report"\n"By: me"\nAcme\n')).toEqual([2]);
    expect(written?.passedOver()).toBe(3);
    expect(await rows("a,b\n1,x\n,\nTotal,\n")).toEqual([2]);
    expect(written?.passedOver()).toBe(1);
    expect(await rows("a,b\n1,x\n\njane@example.com\nlater\n2,y\n")).toEqual([2, 4, 5, 6]);
    expect(await rows("a,b\n1,x\nalone\n2,y\n")).toEqual([2, 3, 4]);
    expect(await rows("a,b\n1,x\n\n,alone\n")).toEqual([2, 4]);
    expect(await rows("a\n1\n\n2\n")).toEqual([2, 4]);
    expect(written?.passedOver()).toBe(0);
    // What follows a footer is looked at anew.
    expect(await rows("a,b\n1,x\n\nnote\n2,y\nalone\n")).toEqual([2, 5, 6]);
  });
});

describe("CSV", () => {
  const rows = [
    [2, { a: "1", b: "x" }],
    [3, { a: "2", b: "é" }],
  ];

  test.each([
    ["commas", "a,b\n1,x\n2,é\n", ",", {}],
    ["semicolons, CRLF, a mark", "\ufeffa;b\r\n1;x\r\n2;é\r\n", ";", {}],
    ["tabs, CR", "a\tb\r1\tx\r2\té", "\t", {}],
    ["a header with other delimiters in quotes", '"a"|"b"\n1|x\n2|é', "|", {}],
  ])("%s", async (_, body, delimiter) => {
    const found = await read(csv(), body);
    expect(shown(found)).toEqual({ rows });
    expect(found.reading).toEqual({ header: ["a", "b"], delimiter, charset: { name: "utf-8" } });
  });

  test.each([
    ["latin1", undefined, { name: "windows-1252", detected: true, others: expect.any(Array) }],
    ["latin1", "windows-1252", { name: "windows-1252" }],
    ["utf16le", undefined, { name: "utf-16le" }],
  ] as const)("%s, announced as %s", async (encoding, charset, expected) => {
    const mark = encoding === "utf16le" ? "\ufeff" : "";
    const found = await read(csv({ charset }), Buffer.from(`${mark}a;b\r\n1;x\r\n2;Jürgen\r\n`, encoding));
    expect(found.rows.map(({ fields }) => fields?.b)).toEqual(["x", "Jürgen"]);
    expect(found.reading).toMatchObject({ charset: expected });
  });

  const LATER = `a;b\r\n${"1;x\r\n".repeat(20_000)}`;
  const latin = (text: string) => Buffer.from(text, "latin1");

  test.each([
    ["windows-1252", latin(`${LATER}2;Jürgen\r\n3;é`), ["Jürgen", "é"], "windows-1252"],
    ["UTF-8", Buffer.from(`${LATER}2;Jürgen\r\n3;é`), ["Jürgen", "é"], "utf-8"],
    [
      "UTF-8 with a stray byte",
      latin(`${LATER}2;J\u00c3\u00bcrgen\r\n3;K\u00f6ln`),
      ["Jürgen", undefined],
      "utf-8",
    ],
    ["one of two", latin(`${LATER}2;Lefèvre\r\n3;é`), [undefined, "é"], "windows-1252"],
  ])("after 64 KiB of ASCII: %s", async (_, content, expected, charset) => {
    const found = await read(csv(), content);
    expect(found.error).toBeUndefined();
    expect(found.rows.slice(20_000).map(({ fields }) => fields?.b)).toEqual(expected);
    expect(found.charset).toMatchObject({ name: charset });
  });

  test("what charsets read differently costs its row, which says so", async () => {
    const found = await read(csv(), latin(`a;b\r\n1;Jürgen\r\n${"1;x\r\n".repeat(20_000)}2;Lefèvre\r\n3;ö`));
    const [bad, good] = found.rows.slice(20_001);
    expect(bad).toMatchObject({
      line: 20_003,
      problem: {
        code: "INVALID_CSV",
        message: expect.stringContaining("windows-1252, windows-1250 or windows-1254"),
      },
    });
    expect(good).toMatchObject({ fields: { a: "3", b: "ö" } });
  });

  test("a beginning that can be read in several ways is refused, unless somebody says which", async () => {
    const content = latin("a;b\r\n1;Lefèvre\r\n");
    expect((await read(csv(), content)).error).toMatch(
      /^INVALID_CSV The charset of the CSV can't be told by its first 64 KiB: it may be windows-1252 or windows-1250/,
    );
    for (const [charset, name] of [
      ["windows-1252", "Lefèvre"],
      ["windows-1250", "Lefčvre"],
    ] as const)
      expect((await read(csv({ charset }), content)).rows).toMatchObject([{ fields: { b: name } }]);
  });

  test("Excel's sep= line counts as a line, and not as a header", async () => {
    const found = await read(csv(), 'sep=;\r\na;b\r\n"1,5";x\r\n"2";"é\r\né"');
    expect(shown(found)).toEqual({
      rows: [
        [3, { a: "1,5", b: "x" }],
        [4, { a: "2", b: "é\r\né" }],
      ],
    });
  });

  test("lines are counted through quoted line breaks and blank lines", async () => {
    const found = await read(csv(), 'a,b\r\n"1\r\n1\r\n1",x\r\n\r\n\r\n2,"y\n"\n3,z');
    expect(found.rows.map(({ line }) => line)).toEqual([2, 7, 9]);
  });

  test("blanks around quotes are none of the value", async () => {
    const found = await read(csv(), 'a,b\n1, "x, y"\n2,  "x\ny" ,\n3, " x"\n');
    expect(shown(found)).toEqual({
      rows: [
        [2, { a: "1", b: "x, y" }],
        [3, { a: "2", b: "x\ny", 2: "" }],
        [5, { a: "3", b: " x" }],
      ],
    });
  });

  test("a quote in the middle of a value is one; a value that goes on after its quote is a problem", async () => {
    const found = await read(csv(), 'a,b\n5" pipe,x\n"5" pipe,x\n"5"" pipe",x\n');
    expect(shown(found)).toEqual({
      rows: [
        [2, { a: '5" pipe', b: "x" }],
        [3, { code: "INVALID_CSV", message: expect.stringContaining("goes on after its closing quote") }],
        [4, { a: '5" pipe', b: "x" }],
      ],
    });
  });

  test.each([
    ['a,b\n1,x\n2,"y\n3,z\n', "A quote that opens in line 3 isn't closed as it should be before the end"],
    ['a,b\n1,x\n2,"y\n3,"z"\n', "A quote that opens in line 3 isn't closed as it should be before line 4"],
    [`a,b\n1,x\n2,"${"y\n".repeat(200_000)}`, "A quote that opens in line 3"],
  ])("a quote that isn't closed ends the upload after the rows before it", async (body, message) => {
    const found = await read(csv(), body);
    expect(shown(found).rows).toEqual([[2, { a: "1", b: "x" }]]);
    expect(found.error).toContain(`INVALID_CSV ${message}`);
  });

  test("a row that is too long is passed over, and a bad byte is its row's", async () => {
    const head = Buffer.from(`a,b\n${"1,x\n".repeat(20_000)}`);
    const tail = Buffer.concat([
      Buffer.from('2,"'),
      Buffer.alloc(300_000, "y"),
      Buffer.from('"\n3,'),
      Buffer.of(0xff, 10),
      Buffer.from("4,z\n"),
    ]);
    const found = await read(csv(), Buffer.concat([head, tail]));
    expect(shown(found).rows.slice(20_000)).toEqual([
      [20_002, { code: "BODY_TOO_LARGE", message: expect.any(String) }],
      [20_003, { code: "INVALID_CSV", message: expect.stringContaining("can't be told") }],
      [20_004, { a: "4", b: "z" }],
    ]);
  });

  test("without a header there is nothing to read", async () => {
    for (const body of ["", "\n\n"]) expect((await read(csv(), body)).error).toContain("The body is empty");
  });

  test("a row of more values than there can be columns is told, and not parsed", async () => {
    const wide = ",".repeat(200_000);
    const found = await read(csv(), `a,b\n1,2\n${wide}\n"${wide}",3\n${'x,"y,y",'.repeat(500)}\n4,5`);
    expect(found.rows.map((row) => [row.line, row.fields ? undefined : row.problem.message])).toEqual([
      [2, undefined],
      [3, "The row has 200001 values, more than 1000."],
      [4, undefined],
      [5, "The row has 1001 values, more than 1000."],
      [6, undefined],
    ]);
    expect((await read(csv(), wide)).error).toContain("The CSV has 200001 columns, more than 1000.");
  });
});
