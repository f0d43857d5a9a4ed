import { parseArgs } from "node:util";
import { writeContacts } from "./write-contacts.ts";

const USAGE = `node test/bench/bulk/generate-contacts.ts FILE [options]

Writes a file of contacts as the world has them, and prints what its import into a team without contacts comes to,
as JSON: 10 % of the rows are about somebody who is there already, in other spellings, and 2 % are bad.

  --rows N             (1000000)
  --seed N             the same seed writes the same file (1)
  --format csv|ndjson  (csv)
  --delimiter CHAR     , or ; or tab (,)
  --encoding NAME      utf-8 or windows-1252 (utf-8)
  --bom, --crlf        as Excel writes it
  --rejected           list the rejected rows, too
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
    format: { type: "string", default: "csv" },
    delimiter: { type: "string", default: "," },
    encoding: { type: "string", default: "utf-8" },
    bom: { type: "boolean", default: false },
    crlf: { type: "boolean", default: false },
    rejected: { type: "boolean", default: false },
  },
});
const [path] = positionals;
if (path === undefined) {
  process.stdout.write(USAGE);
} else {
  const { rejectedRows, ...expected } = await writeContacts(path, {
    rows: Number(values.rows),
    seed: Number(values.seed),
    format: values.format === "ndjson" ? "ndjson" : "csv",
    delimiter: values.delimiter === "tab" ? "\t" : values.delimiter,
    encoding: values.encoding === "windows-1252" ? "windows-1252" : "utf-8",
    bom: values.bom,
    newline: values.crlf ? "\r\n" : "\n",
  });
  process.stdout.write(`${JSON.stringify({ ...expected, ...(values.rejected && { rejectedRows }) })}\n`);
}
