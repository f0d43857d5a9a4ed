import { execFile } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { writeContacts } from "../../../test/bench/bulk/write-contacts.ts";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { importTeam, resultOf } from "./support/import-team.ts";
import { THOROUGH } from "../../../test/support/thorough.ts";

const stack = useSharedStack();

const SMALL = "Email,First name\njane@example.com,Jane\nomar@example.com,Omar\n";

test("a file of some thousand rows: exact counts, each bad row in the rejects file, and the same again is nothing", async () => {
  await using team = await importTeam(stack());
  const file = team.path("people.csv");
  const rejects = team.path("rejects.ndjson");
  const {
    rejectedRows,
    bytes: _bytes,
    rows,
    ...counts
  } = await writeContacts(file, { rows: 3_000, seed: 7 });

  const ended = await team.run(["import", file, "--rejects", rejects, "--json"]);
  expect(ended.code, ended.output).toBe(2);
  const result = resultOf(ended);
  expect(result).toMatchObject({ status: "completed_with_errors", replayed: false, rejects });
  expect(result.counts).toMatchObject({ total: rows, pending: 0, cancelled: 0, ...counts });
  expect(await team.contacts()).toBe(counts.created);

  const lines = (await readFile(rejects, "utf8")).trimEnd().split("\n");
  const rejected = lines.map((line): { row: number; code: string } => JSON.parse(line));
  expect(rejected.map(({ row, code }) => ({ row, code }))).toEqual(rejectedRows);

  const again = await team.run(["import", file, "--json"]);
  expect(again.code).toBe(2);
  expect(resultOf(again)).toMatchObject({ job: result.job, counts: result.counts, replayed: true });
  expect(await team.receipts()).toBe(rows);
  const said = await team.run(["import", file]);
  expect(said.stdout).toContain(`${file} was imported already, by job ${result.job}`);
});

test.each([
  [
    "semicolons and Windows-1252",
    "people.csv",
    { delimiter: ";", encoding: "windows-1252", newline: "\r\n" },
  ],
  ["tabs and a byte order mark", "people.tsv", { delimiter: "\t", bom: true }],
  ["NDJSON", "people.ndjson", { format: "ndjson" }],
] as const)("%s", async (_, name, options) => {
  await using team = await importTeam(stack());
  const file = team.path(name);
  const { rows, created, updated, unmodified, rejected } = await writeContacts(file, {
    rows: 500,
    seed: 3,
    ...options,
  });
  const ended = await team.run(["import", file, "--json"]);
  expect(resultOf(ended).counts, ended.output).toMatchObject({
    total: rows,
    created,
    updated,
    unmodified,
    rejected,
  });
});

test("rejected rows are mended where they were written, and imported", async () => {
  await using team = await importTeam(stack());
  const file = team.path("people.csv");
  const rejects = team.path("rejects.csv");
  await writeFile(file, `${SMALL}ann at example.com,Ann\n,Nobody\n`);
  const first = await team.run(["import", file, "--rejects", rejects]);
  expect(first.code).toBe(2);
  expect(first.stdout).toMatch(
    /^Done, but not all of it\. 4 rows in .* job job_\w+\.\nCreated 2, updated 0, unmodified 0, rejected 2\.\n/,
  );
  expect(first.stdout).toContain(`are in ${rejects}: mend them there`);

  const text = await readFile(rejects, "utf8");
  expect(text).toContain("INVALID_EMAIL");
  expect(text).toContain("MISSING_IDENTIFIER");
  await writeFile(
    rejects,
    text.replace("ann at example.com", "ann@example.com").replace(/^,/m, "noe@example.com,"),
  );
  const mended = await team.run(["import", rejects]);
  expect(mended.code, mended.output).toBe(0);
  expect(mended.stdout).toMatch(
    /^Done\. 2 rows .*\nCreated 2, updated 0, unmodified 0, rejected 0\.\nRead as utf-8\.\n$/,
  );
  expect(await team.contacts()).toBe(4);
});

test("gzip, stdin, a column by --map, another left out, and a source", async () => {
  await using team = await importTeam(stack());
  const zipped = team.path("people.csv.gz");
  await writeFile(zipped, gzipSync(SMALL));
  expect(await team.run(["import", zipped])).toMatchObject({ code: 0 });

  const piped = await team.run(
    ["import", "-", "--format", "csv", "--map", "Kontakt=email", "--map", "Note=", "--source", "fair"],
    { stdin: "Kontakt,Note,Last name\nann@example.com,nice,Lee\n" },
  );
  expect(piped.code, piped.output).toBe(0);
  const { stdout } = await team.run(["export", "--email", "ann@example.com", "--format", "ndjson"]);
  expect(JSON.parse(stdout)).toMatchObject({ source: "fair", fields: { lastName: "Lee" } });
  const lenient = ["import", "-", "--format", "csv", "--ignore-unknown-columns"];
  const stdin = "Email,Shoe size\nbob@example.com,43\n";
  expect(await team.run(lenient, { stdin })).toMatchObject({ code: 0 });
  expect(await team.contacts()).toBe(4);
});

test("a file is judged by all of it: one stray byte costs its row, and nobody's name", THOROUGH, async () => {
  await using team = await importTeam(stack());
  const file = team.path("people.csv");
  const rows = Array.from({ length: 200 }, (_, at) => `p${at}@example.com,Jürgen\n`).join("");
  await writeFile(
    file,
    Buffer.concat([
      Buffer.from(`Email,First name\nstray@example.com,J`),
      Buffer.of(0xfc),
      Buffer.from(`rgen\n${rows}`),
    ]),
  );
  const ended = await team.run(["import", file, "--json"]);
  expect(ended.code, ended.output).toBe(2);
  expect(resultOf(ended)).toMatchObject({ charset: "utf-8", counts: { created: 200, rejected: 1 } });
  const { stdout } = await team.run(["export", "--email", "p1@example.com", "--format", "ndjson"]);
  expect(JSON.parse(stdout)).toMatchObject({ fields: { firstName: "Jürgen" } });
});

test(
  "a charset is told by letters that come late, in a packed file too, and asked for where they don't tell it",
  THOROUGH,
  async () => {
    await using team = await importTeam(stack());
    const zipped = team.path("late.csv.gz");
    const ascii = Array.from({ length: 5_000 }, (_, at) => `p${at}@example.com;Ann\r\n`).join("");
    const late = Buffer.from(`Email;First name\r\n${ascii}late@example.com;Jürgen\r\n`, "latin1");
    await writeFile(zipped, gzipSync(late));
    const ended = await team.run(["import", zipped, "--json"]);
    expect(resultOf(ended), ended.output).toMatchObject({ charset: "windows-1252", counts: { rejected: 0 } });
    const { stdout } = await team.run(["export", "--email", "late@example.com", "--format", "ndjson"]);
    expect(JSON.parse(stdout)).toMatchObject({ fields: { firstName: "Jürgen" } });

    const open = Buffer.from("Email,First name\nh@example.com,Hélène\n", "latin1");
    const file = team.path("open.csv");
    await writeFile(file, open);
    const said = "Hélène; as windows-1250 it has Hélčne. Say which with --charset windows-1252";
    const refusal = await team.run(["import", file]);
    expect([refusal.code, refusal.output]).toEqual([1, expect.stringContaining(said)]);
    expect(await team.run(["import", file, "--charset", "nope"])).toMatchObject({ code: 1 });
    const given = await team.run(["import", file, "--charset", "cp1252", "--json"]);
    expect(resultOf(given), given.output).toMatchObject({ charset: "windows-1252", counts: { created: 1 } });

    const asked = await team.run(["import", file], { terminal: true, stdin: "9\n2\n" });
    expect(asked.output).toMatch(/1 +windows-1252 +Hélène\s+2 +windows-1250 +Hélčne/);
    expect(asked.output).toContain("Read as windows-1250.");
  },
);

/** Names that are the same in Windows-1252 and Windows-1250. */
const GERMAN = Array.from({ length: 340 }, (_, at) => {
  const letters = String.fromCharCode(97 + (at % 26), 97 + Math.floor(at / 26));
  return `g${at}@example.com;J\u00fcrg${letters}\r\n`;
}).join("");

test("a file that is sorted by country keeps the letters of the last one", THOROUGH, async () => {
  await using team = await importTeam(stack());
  const file = team.path("sorted.csv");
  // In Windows-1250: Dvořák, Jiří, Łukasz, Wiśniewski, Růžička.
  const others = [
    "Dvo\u00f8\u00e1k",
    "Ji\u00f8\u00ed",
    "\u00a3ukasz",
    "Wi\u009cniewski",
    "R\u00f9\u009ei\u00e8ka",
  ];
  const rows = others.map((name, at) => `o${at}@example.com;${name}\r\n`).join("");
  await writeFile(file, Buffer.from(`Email;Last name\r\n${GERMAN}${rows}`, "latin1"));
  const ended = await team.run(["import", file, "--json"]);
  expect(resultOf(ended), ended.output).toMatchObject({ charset: "windows-1250", counts: { rejected: 0 } });
  const { stdout } = await team.run(["export", "--email", "o0@example.com", "--format", "ndjson"]);
  expect(JSON.parse(stdout)).toMatchObject({ fields: { lastName: "Dvořák" } });
});

test("a letter that is in no word is asked about before anything is sent", async () => {
  await using team = await importTeam(stack());
  const file = team.path("long.csv");
  const long = `l@example.com;${"a".repeat(70)}\u00f8\r\n`;
  await writeFile(file, Buffer.from(`Email;Last name\r\n${GERMAN}${long}`, "latin1"));
  const refusal = await team.run(["import", file]);
  const said = "windows-1252 it has ø; as windows-1250 it has ř. Say which with --charset windows-1252";
  expect([refusal.code, refusal.output]).toEqual([1, expect.stringContaining(said)]);
  expect(await team.contacts()).toBe(0);
  const asked = await team.run(["import", file], { terminal: true, stdin: "2\n" });
  expect(asked.output).toContain("Read as windows-1250.");
});

test("what comes packed through a pipe is judged by what is in it", THOROUGH, async () => {
  await using team = await importTeam(stack());
  const pipe = team.path("piped.csv.gz");
  await promisify(execFile)("mkfifo", [pipe]);
  const run = async (text: string) => {
    const sent = writeFile(pipe, gzipSync(Buffer.from(text, "latin1")));
    const ended = await team.run(["import", pipe, "--json"]);
    await sent;
    return ended;
  };
  const refusal = await run("Email,First name\nh@example.com,H\u00e9l\u00e8ne\n");
  expect([refusal.code, refusal.output]).toEqual([1, expect.stringContaining("windows-1252 it has Hélène")]);
  const ended = await run(`Email;Last name\r\n${GERMAN}`);
  expect(resultOf(ended), ended.output).toMatchObject({ charset: "windows-1252", counts: { created: 340 } });
});

test("a dry run tells the counts and writes nothing", async () => {
  await using team = await importTeam(stack());
  const file = team.path("people.csv");
  await writeFile(file, `${SMALL}JANE@example.com,Jane\nJane@example.com,Janet\n`);
  const tried = await team.run(["import", file, "--dry-run", "--json"]);
  expect(tried.code, tried.output).toBe(0);
  expect(resultOf(tried).counts).toMatchObject({ created: 2, updated: 1, unmodified: 1 });
  expect(await team.contacts()).toBe(0);
  const done = await team.run(["import", file, "--json"]);
  expect(resultOf(done).counts).toMatchObject({ created: 2, updated: 1, unmodified: 1 });
  expect(await team.contacts()).toBe(2);
});

test("off a terminal it writes plain lines to stderr, and the result to stdout", async () => {
  await using team = await importTeam(stack());
  const file = team.path("people.csv");
  await writeFile(file, SMALL);
  const { output, stdout } = await team.run(["import", file]);
  expect(output).not.toContain("\u001b");
  expect(output).toMatch(
    /^COLUMN [^]*\nImporting .*people\.csv \(0\.00 MB\)\.\nUploaded .*: job job_\w+\.\nDone\./,
  );
  expect(stdout).toMatch(
    /^Done\. 2 rows in [\d.]+ s \([\d,]+\/s\), job job_\w+\.\nCreated 2, .*\nRead as utf-8\.\n$/,
  );
});

test("--again imports a file anew", async () => {
  await using team = await importTeam(stack());
  const file = team.path("people.csv");
  await writeFile(file, SMALL);
  await team.run(["import", file]);
  const again = await team.run(["import", file, "--again", "--json"]);
  expect(resultOf(again)).toMatchObject({ replayed: false, counts: { unmodified: 2 } });
  expect(again.output).toContain("give --idempotency-key onefold-import-");
});

test("what can't be done is told in a sentence, with its exit code", async () => {
  await using team = await importTeam(stack());
  const file = team.path("people.csv");
  const refused = async (args: readonly string[]) => {
    const { code, output } = await team.run(["import", ...args], { stdin: "" });
    expect(output).not.toMatch(/\n +at /);
    return { code, output };
  };
  expect(await refused(["-"])).toMatchObject({
    code: 1,
    output: expect.stringContaining("doesn't say its format"),
  });
  expect(await refused([file])).toMatchObject({ code: 1 });
  await writeFile(file, "Email,Shoe size\nbob@example.com,43\n");
  expect((await refused([file])).output).toMatch(/Shoe size/);
  expect(await refused([file])).toMatchObject({ code: 1 });
  expect(await refused([file, "--key", "not-a-key-of-anybody"])).toMatchObject({ code: 4 });
  const gone = ["--url", "http://127.0.0.1:1", "--retry-seconds", "0"];
  expect(await refused([file, ...gone])).toMatchObject({ code: 4 });
  expect((await refused([file, ...gone])).output).toMatch(/doesn't answer .*: is Onefold running\?\n$/);
  const rejects = team.path("none/rejects.csv");
  await writeFile(file, SMALL);
  expect(await refused([file, "--rejects", rejects])).toMatchObject({ code: 1 });
  await expect(stat(rejects)).rejects.toThrow("ENOENT");
});

test(
  "what a terminal would obey is shown, whether it comes from a file, its name or the service",
  THOROUGH,
  async () => {
    await using team = await importTeam(stack());
    // Clears the screen, names the window, turns the text around; then the same with the controls of the second set.
    const evil = "\u001b[2J\u001b]0;owned\u0007\u202e\u009b2J";
    const obeyed = /(?![\n\t])[\p{Cc}\u202e]/u;
    const file = team.path(`a${evil}.csv`);
    await writeFile(file, `email,${evil}\njane@example.com,x\n`);
    const refused = await team.run(["import", file]);
    expect(refused.code).toBe(1);
    expect(refused.output).toContain(String.raw`\u001b[2J`);
    expect(refused.output).not.toMatch(obeyed);

    await writeFile(file, `email,firstName\njane@example.com,x${evil}\nno,${evil}\n`);
    for (const more of [[], ["--json"]]) {
      const imported = await team.run(["import", file, ...more]);
      expect(imported.code).toBe(2);
      expect(imported.output).not.toMatch(obeyed);
    }
    // A file is what it is, and a terminal shows it.
    expect((await team.run(["export"])).stdout).toContain(evil);
    const shown = await team.run(["export"], { terminal: true });
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain(String.raw`\u001b[2J`);
    expect(shown.stdout.replaceAll("\r\n", "\n")).not.toMatch(obeyed);
  },
);
