import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BatchAcceptedAnswer } from "@onefold/contract";
import { expect, test } from "vitest";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { importTeam, resultOf } from "./support/import-team.ts";
import type { ImportTeam } from "./support/import-team.ts";
import { firstOf } from "../../../test/support/thorough.ts";

const stack = useSharedStack();

/** Files as other programs write them, the people made up, and beside them what each column fills. */
const EXPORTS = join(import.meta.dirname, "exports");

/** By file, in the order of its columns. */
async function tableOfColumns(): Promise<Record<string, string[]>> {
  const text = await readFile(join(EXPORTS, "columns.txt"), "utf8");
  const files = text.trim().split(/^== /m).slice(1);
  return Object.fromEntries(
    files.map((file) => {
      const [name = "", ...columns] = file.trim().split("\n");
      return [name, columns];
    }),
  );
}

test("each column of each file fills what the table says", async () => {
  const team = await stack().newTeam();
  const found: Record<string, string[]> = {};
  for (const name of (await readdir(EXPORTS)).filter((each) => each.endsWith(".csv"))) {
    const raw = await readFile(join(EXPORTS, name));
    const headers = { "Content-Type": "text/csv" };
    const query = "?dryRun=true&ignoreUnknownColumns=true";
    const answer = await team.request("POST", `/api/contacts/batch${query}`, { raw, headers });
    expect(answer.status, JSON.stringify(answer.body)).toBe(202);
    const { csv } = BatchAcceptedAnswer.parse(answer.body);
    found[name] = (csv?.columns ?? []).map(
      ({ header, field = "no place", fallback }) =>
        `${header} = ${field}${fallback ? " (where it is empty)" : ""}`,
    );
  }
  expect(found).toEqual(await tableOfColumns());
});

async function contactsOf(team: ImportTeam) {
  const { stdout, output } = await team.run(["export", "--format", "ndjson"]);
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line): unknown => {
    try {
      return JSON.parse(line);
    } catch {
      throw new Error(output);
    }
  });
}

/** Of the values that are asked for, all that there are. */
const fields = (given: Record<string, unknown>) => ({ fields: given });
/** A page is among the fields too. */
const withPage = (contact: { readonly linkedinUrl?: string; readonly fields?: object }) =>
  contact.linkedinUrl === undefined
    ? contact
    : { ...contact, fields: { ...contact.fields, linkedinUrl: contact.linkedinUrl } };
const emails = (...given: string[]) => ({ emails: given.map((value) => ({ value })) });

test.each(
  firstOf(2, [
    [
      "apollo.csv",
      [
        {
          ...emails("ada@example.com", "ada.gmail@example.com"),
          linkedinUrl: "https://www.linkedin.com/in/ada-apollo-31746125",
          ...fields({
            firstName: "Ada",
            lastName: "Apollo",
            jobTitle: "Owner",
            phone: "+1 217-254-9641",
            industry: "building materials",
            location: "Arthur",
          }),
        },
      ],
    ],
    [
      "google.csv",
      [
        {
          ...emails("gina@example.com", "gina.home@example.com"),
          linkedinUrl: "https://www.linkedin.com/in/gina-google-x",
          ...fields({ firstName: "Gina", lastName: "Google", jobTitle: "CTO", phone: "+1 415 555 0134" }),
        },
        {
          ...emails("glen@example.com", "glen2@example.com"),
          ...fields({ firstName: "Glen", lastName: "Google", phone: "+1 415 555 0135" }),
        },
      ],
    ],
    [
      "hubspot.csv",
      [
        {
          ...emails("hugo@example.com", "hugo.private@example.com", "hugo.work@example.com"),
          unsubscribed: true,
          ...fields({
            firstName: "Hugo",
            lastName: "Hub",
            jobTitle: "Buyer",
            location: "Paris",
            phone: "+33 1 2",
          }),
        },
      ],
    ],
    [
      "lemlist-campaign.csv",
      [
        {
          ...emails("lea@example.com"),
          unsubscribed: false,
          linkedinUrl: "https://www.linkedin.com/in/lea-lem-x",
          ...fields({ firstName: "Lea", lastName: "Lem", jobTitle: "CTO", phone: "+33 1" }),
        },
      ],
    ],
    [
      "linkedin.csv",
      [
        {
          ...emails("lina@example.com"),
          linkedinUrl: "https://www.linkedin.com/in/lina-linked-x",
          ...fields({ firstName: "Lina", lastName: "Linked", jobTitle: "Engineer" }),
        },
        {
          ...emails(),
          linkedinUrl: "https://www.linkedin.com/in/leo-linked-x",
          ...fields({ firstName: "Leo", lastName: "Linked", jobTitle: "Head of IT" }),
        },
      ],
    ],
    [
      "mailchimp-unsubscribed.csv",
      [
        {
          ...emails("max@example.com"),
          unsubscribed: true,
          ...fields({ firstName: "Max", lastName: "Chimp" }),
        },
      ],
    ],
    [
      "pipedrive.csv",
      [
        {
          ...emails("pete@example.com", "pete.h@example.com"),
          unsubscribed: true,
          ...fields({ firstName: "Pete", lastName: "Pipe", jobTitle: "COO", phone: "+1 555 9" }),
        },
      ],
    ],
    [
      "salesforce-report.csv",
      [
        {
          ...emails("sally@example.com"),
          ...fields({
            firstName: "Sally",
            lastName: "Force",
            jobTitle: "VP",
            phone: "+18705550156",
            location: "Anytown",
          }),
        },
      ],
    ],
  ]),
)("%s is imported as it is", async (name, expected) => {
  await using team = await importTeam(stack());
  const ended = await team.run(["import", join(EXPORTS, name), "--ignore-unknown-columns", "--json"]);
  expect(ended.code, ended.output).toBe(0);
  expect(resultOf(ended).counts).toMatchObject({ total: expected.length, created: expected.length });
  const found = await contactsOf(team);
  expect(found).toHaveLength(expected.length);
  expect(found).toEqual(
    expect.arrayContaining(expected.map((each) => expect.objectContaining(withPage(each)))),
  );
});

test("columns without a place are refused with each way out of it as a command has it", async () => {
  await using team = await importTeam(stack());
  const file = team.path("people.csv");
  await writeFile(file, "Email,Shoe size,Newsletter,Company\njane@example.com,38,no,Acme\n");
  const { code, output } = await team.run(["import", file, "--ignore-unknown-columns"]);
  expect(code).toBe(1);
  expect(output).toContain('The column "Newsletter" looks as if it said who opted out');
  expect(output).toContain("--map 'Newsletter=unsubscribed'");
  expect(output).not.toMatch(/map=|ignoreUnknownColumns|POST /);
  const second = await team.run(["import", file, "--map", "Newsletter="]);
  expect(second.code).toBe(1);
  expect(second.output).toContain('There is no field for the column "Shoe size".');
  for (const way of [
    "--map 'Shoe size=field'",
    "--map 'Shoe size='",
    "--ignore-unknown-columns",
    "onefold field create",
    'column "Company": it is used with --create-companies',
  ])
    expect(second.output).toContain(way);
  expect(second.output).not.toMatch(/ignoreUnknownColumns|createCompanies|POST /);
  expect(await team.contacts()).toBe(0);
});

test("an opt-out is lifted by --resubscribe alone, and numbers and dates are read as the options say", async () => {
  await using team = await importTeam(stack());
  const field = ["field", "create", "score", "--type", "number"];
  expect(await team.run(field)).toMatchObject({ code: 0 });
  const send = async (text: string, ...options: string[]) => {
    const file = team.path(`${Math.random()}.csv`);
    await writeFile(file, text);
    const ended = await team.run(["import", file, ...options]);
    return { code: ended.code, jane: (await contactsOf(team))[0] };
  };
  const out = "email;Opt-out date;score\njane@example.com;01.02.2020;12,5\n";
  expect(await send(out, "--dates", "DMY", "--decimal", ",")).toMatchObject({
    code: 0,
    jane: { unsubscribed: true, fields: { score: 12.5 } },
  });
  const back = "email,unsubscribed\njane@example.com,false\n";
  expect(await send(back)).toMatchObject({ code: 0, jane: { unsubscribed: true } });
  expect(await send(back, "--resubscribe")).toMatchObject({ code: 0, jane: { unsubscribed: false } });
  // It was said before that, so it isn't applied, which is told.
  expect(await send(out, "--dates", "DMY", "--decimal", ",", "--again")).toMatchObject({
    code: 2,
    jane: { unsubscribed: false },
  });
});

test("before an import its columns are shown; what has no place is asked about on a terminal", async () => {
  await using team = await importTeam(stack());
  const file = team.path("fair.csv");
  await writeFile(file, "E-mail;First name;Notes;Tags\njane@example.com;Jane;Met;a\n");

  const no = await team.run(["import", file], { terminal: true, stdin: "n\n" });
  expect(no.code).toBe(1);
  expect(no.output).toMatch(/COLUMN +FIELD +FIRST ROW/);
  expect(no.output).toMatch(/E-mail +→ +email +jane@example\.com/);
  expect(no.output).toMatch(/First name +→ +firstName +Jane/);
  expect(no.output).toContain("Not imported: Notes, Tags.");
  expect(no.output).toContain("Nothing was imported.");
  expect(await team.contacts()).toBe(0);

  const plain = await team.run(["import", file]);
  expect([plain.code, plain.output]).toEqual([1, expect.stringContaining("--ignore-unknown-columns")]);
  expect(await team.contacts()).toBe(0);

  const yes = await team.run(["import", file], { terminal: true, stdin: "what?\ny\n" });
  expect(yes.code, yes.output).toBe(0);
  expect(await contactsOf(team)).toMatchObject([{ fields: { firstName: "Jane" } }]);

  const told = await team.run(["import", file, "--ignore-unknown-columns", "--again"]);
  expect([told.code, told.output]).toEqual([0, expect.stringContaining("Not imported: Notes, Tags.")]);
});

test("a dry run of the same file says what is so now", async () => {
  await using team = await importTeam(stack());
  const file = team.path("people.csv");
  await writeFile(file, "email\njane@example.com\n");
  const tried = async () => resultOf(await team.run(["import", file, "--dry-run", "--json"]));
  expect(await tried()).toMatchObject({ replayed: false, counts: { created: 1 } });
  expect(await team.run(["import", file])).toMatchObject({ code: 0 });
  expect(await tried()).toMatchObject({ replayed: false, counts: { created: 0, unmodified: 1 } });
});
