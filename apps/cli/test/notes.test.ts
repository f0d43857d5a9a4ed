import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { importTeam, resultOf } from "./support/import-team.ts";

const stack = useSharedStack();

const WARNED =
  "email,contactOwner\njane@example.com,\nomar@example.com,nobody@example.com\nlea@example.com,x\n";
const OWNER =
  "No member has this id or e-mail: a single request's record goes to the key's user; a row's, and any that names neither an id nor an e-mail, keeps its owner.";
const PLACEHOLDER = "https://www.linkedin.com/in/undefined";

test("warnings are told by kind, with an example and the command that lists them, and are no failure", async () => {
  await using team = await importTeam(stack());
  const file = team.path("people.csv");
  await writeFile(file, WARNED);
  const ended = await team.run(["import", file]);
  expect(ended.code, ended.output).toBe(0);
  const id = /job (job_\w+)\.\n/.exec(ended.stdout)?.[1] ?? "";
  const notes = [
    `2 rows with a warning, OWNER_NOT_FOUND: ${OWNER}`,
    expect.stringMatching(
      /^ {2}For example row 2, contactOwner: No member of the team has this id or e-mail/,
    ),
    `  All are listed by: npx onefold jobs results ${id} --note OWNER_NOT_FOUND`,
  ];
  expect(ended.stdout.trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^Done\. 3 rows in /),
    "Created 3, updated 0, unmodified 0, rejected 0.",
    "Read as utf-8.",
    ...notes,
  ]);
  const watched = await team.run(["jobs", "watch", id]);
  expect(watched.code).toBe(0);
  expect(watched.stdout.trimEnd().split("\n")).toEqual([expect.stringMatching(/^Done\. Job /), ...notes]);

  const listed = await team.run(["jobs", "results", id, "--note", "OWNER_NOT_FOUND"]);
  expect(listed.code).toBe(0);
  expect(listed.stdout.match(/OWNER_NOT_FOUND contactOwner/g)).toHaveLength(2);
  expect((await team.run(["jobs", "results", id, "--note", "any", "--format", "ndjson"])).stdout).toMatch(
    /^\{"row":1,.*\n\{"row":2,.*\n$/,
  );
  expect(await team.run(["jobs", "results", id, "--note", "nothing"])).toMatchObject({ code: 1 });
});

test.each([
  ["a dry run", ["--dry-run"]],
  ["an import", []],
] as const)("%s in which a value of a row was not applied ends with 2, and says which", async (_, more) => {
  await using team = await importTeam(stack());
  const file = team.path("people.csv");
  await writeFile(file, `email,linkedinUrl\njane@example.com,\nomar@example.com,${PLACEHOLDER}\n`);
  const ended = await team.run(["import", file, ...more]);
  expect(ended.code, ended.output).toBe(2);
  expect(ended.stdout).toMatch(/^Done, but not all of it\. /);
  expect(ended.stdout).toContain(
    '\n1 row with a value that was not applied, placeholder: The value says "noth',
  );
  expect(ended.stdout).toContain(`\n  For example row 2, linkedinUrl: "${PLACEHOLDER}"\n`);
  expect(ended.stdout).toMatch(
    /\n {2}It is listed by: npx onefold jobs results job_\w+ --note placeholder\n/,
  );

  const told = resultOf(await team.run(["import", file, ...more, "--json"]));
  const example = { row: 1, field: "linkedinUrl", rejectedValue: PLACEHOLDER };
  const notes = [{ code: "placeholder", rows: 1, firstRow: 1, example }];
  expect(told).toMatchObject({ status: "completed", counts: { rejected: 0 }, notes });
  const watched = await team.run(["jobs", "watch", told.job, "--json"]);
  expect(watched.code).toBe(2);
  expect(JSON.parse(watched.stdout)).toMatchObject({ id: told.job, notes });
});

test("the help of both commands, and the README, say what each exit code means", async () => {
  await using team = await importTeam(stack());
  const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
  for (const command of [["import"], ["jobs", "watch"]]) {
    const { stdout } = await team.run([...command, "--help"]);
    const codes = [...stdout.matchAll(/^ {2}(\d+) +(.+)$/gm)];
    expect(codes.map(([, code]) => code)).toEqual(["0", "1", "2", "3", "4", "130"]);
    for (const [, code, meaning] of codes) expect(readme).toContain(`\n| ${code} | ${meaning} |\n`);
  }
});
