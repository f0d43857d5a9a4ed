import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { canonicalEmail, canonicalLinkedinProfile, newId, searchKey } from "@onefold/identity";
import { contactRows } from "./contact-rows.ts";
import type { GeneratedRow } from "./contact-rows.ts";
import { COLUMNS } from "./people.ts";

/** The table that the file is copied into: what validating and canonicalising would have come to. */
export const STAGING = `
  "row" integer, record_id text collate "C", clock bigint, email text collate "C", linkedin text collate "C",
  fields jsonb, stamps jsonb, name_key text collate "C", last_name_key text collate "C"`;

export interface Staged {
  readonly rows: number;
  readonly bytes: number;
}

const CHUNK = 64 * 1024;

/** Writes the good rows of a generated file as COPY reads them, everything worked out that Postgres needn't do. */
export async function stageRows(path: string, options: { rows: number; seed: number }): Promise<Staged> {
  const firstClock = Date.now() * 1_000;
  let rows = 0;
  let bytes = 0;

  function* chunks(): Generator<Buffer, void> {
    let text = "";
    for (const row of contactRows({ ...options, isLatin: false })) {
      if (row.outcome === "rejected") continue;
      rows++;
      text += `${lineOf(row, firstClock + row.row)}\n`;
      if (text.length < CHUNK) continue;
      yield count(Buffer.from(text));
      text = "";
    }
    yield count(Buffer.from(text));
  }

  function count(chunk: Buffer): Buffer {
    bytes += chunk.length;
    return chunk;
  }

  await pipeline(chunks, createWriteStream(path, { mode: 0o644 }));
  return { rows, bytes };
}

function lineOf({ row, cells }: GeneratedRow, clock: number): string {
  const { Email: rawEmail, "LinkedIn URL": rawUrl, ...others } = cells;
  const email = rawEmail === undefined ? undefined : canonicalEmail(rawEmail);
  const linkedinUrl = rawUrl === undefined ? undefined : canonicalLinkedinProfile(rawUrl);
  const fields: Record<string, string> = {
    ...(email !== undefined && { email }),
    ...(linkedinUrl !== undefined && { linkedinUrl }),
  };
  for (const [column, value] of Object.entries(others)) fields[FIELDS.get(column) ?? column] = value;
  const { firstName, lastName } = fields;
  const stamps = Object.fromEntries(Object.keys(fields).map((field) => [field, clock]));
  const columns = [
    String(row),
    newId("ctc_"),
    String(clock),
    email,
    linkedinUrl,
    JSON.stringify(fields),
    JSON.stringify(stamps),
    searchKey([firstName, lastName].filter((part) => part !== undefined).join(" ")),
    searchKey(lastName ?? ""),
  ];
  return columns.map(copied).join("\t");
}

const FIELDS: ReadonlyMap<string, string> = new Map(Object.entries(COLUMNS));

/** A value in the text format of COPY. */
function copied(value: string | undefined): string {
  if (value === undefined) return "\\N";
  return value.replace(/[\\\n\r\t]/g, (sign) => ESCAPES[sign] ?? sign);
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
