import type { Target } from "./start-target.ts";

/** A legal request that costs as much as it can. */
export interface Attack {
  readonly name: string;
  readonly path: string;
  readonly type?: string;
  readonly body?: string | Buffer<ArrayBuffer>;
}

const BODY_BYTES = 256 * 1024;
const CONTACTS = "/api/contacts";
const JSON_TYPE = "application/json";
const CSV = "text/csv";

/** Each names what it multiplies or repeats. `afterwards` are those that read what the others left. */
export function attacks({ fields }: Target): Attack[] {
  const many = <T>(length: number, item: (n: number) => T) => Array.from({ length }, (_, n) => item(n));
  const accents = "\u0301\u0316".repeat(64_000);
  const unknown = many(300, (n) => `u${n} `.padEnd(90, "hgfedcba"));
  const post = (name: string, body: string): Attack => ({ name, path: CONTACTS, type: JSON_TYPE, body });
  const batch = (name: string, body: string | Buffer<ArrayBuffer>, type = CSV, query = ""): Attack => ({
    name,
    path: `${CONTACTS}/batch${query}`,
    type,
    body,
  });
  // Words of 62 letters and an é, and words of what may be letters of any script.
  const lettered = many(300, (n) =>
    n % 2 === 0
      ? `${String(n).replace(/\d/g, (digit) => "abcdefghij"[Number(digit)] ?? "")}${"x".repeat(59)}é`
      : String.fromCharCode(...many(62, (at) => 0xe0 + ((n * at + n) % 31))),
  );
  const emailColumns = many(900, (n) => `x${n}`);
  const mapping = emailColumns.slice(0, 500).map((name) => `map=${name}:additionalEmails`);
  return [
    post("a value of accents", JSON.stringify({ email: "a@example.com", firstName: `a${accents}` })),
    post("a key of accents", JSON.stringify({ email: "a@example.com", [`a${accents}`]: "x" })),
    post("40,000 keys", `{${many(25_000, (n) => `"k${n}":1`).join(",")}}`),
    post("a list of 100,000", JSON.stringify({ additionalEmails: many(60_000, () => "1") })),
    post("a deep body", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
    post("a number of 250,000 digits", `{"email":"a@example.com","x":${"9".repeat(BODY_BYTES - 100)}}`),
    batch("300 unknown columns, 500 fields", `${unknown.join(",")}\n`),
    batch("900 columns, 500 maps", `${emailColumns.join(",")}\n`, CSV, `?${mapping.join("&")}`),
    batch(
      "rows of 250,000 values",
      `email,x\n${`${",".repeat(250_000)}\n`.repeat(8)}`,
      CSV,
      "?ignoreUnknownColumns=true",
    ),
    batch(
      "500 columns of one list",
      `${emailColumns.slice(0, 500).join(",")}\n${`${many(500, () => "a;b;".repeat(120)).join(",")}\n`.repeat(20)}`,
      CSV,
      `?${mapping.join("&")}`,
    ),
    batch("19 KB that many charsets can be", Buffer.from(`email,x\n${lettered.join("\n")}`, "latin1")),
    batch("a cell of 250,000 quotes", `email\n${`"${'""'.repeat(125_000)}"\n`.repeat(8)}`),
    batch("100,000 empty rows, NDJSON", "{}\n".repeat(100_000), "application/x-ndjson"),
    batch("100,000 empty rows, JSON", `[${"{},".repeat(99_999)}{}]`, JSON_TYPE),
    batch(
      "1,000 rows of 250 unknown keys",
      many(1_000, (row) => `{${many(250, (n) => `"${row} ${n}":"x"`).join(",")}}`).join("\n"),
      "application/x-ndjson",
    ),
    batch(
      "60 rows of 250 KB",
      many(60, (row) => {
        const values = fields.slice(0, 48).map((field) => [field, "x".repeat(5_000)]);
        return JSON.stringify({ email: `large${row}@example.com`, ...Object.fromEntries(values) });
      }).join("\n"),
      "application/x-ndjson",
    ),
  ];
}
