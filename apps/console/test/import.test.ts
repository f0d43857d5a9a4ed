import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { BatchAcceptedAnswer, JobList } from "@onefold/contract";
import { createKey } from "@onefold/records";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { looksRight, useConsole } from "./support/browser.ts";

const stack = useSharedStack();
const console = useConsole(stack);

/** A file as another program writes it, kept where the CLI tests it. */
const SALESFORCE = readFileSync(join(import.meta.dirname, "../../cli/test/exports/salesforce-report.csv"));

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.getByLabel("Or choose a file").setInputFiles({ name, mimeType: "text/csv", buffer });
  await page.getByRole("region", { name: "Columns of the file" }).waitFor();
}

test("a file of another program is imported with a corrected mapping, after a dry run that writes nothing", async () => {
  const team = await stack().newTeam();
  const page = await console.open(team, "/import");
  await page.getByRole("heading", { name: "Drop a file here" }).waitFor();
  await choose(page, "salesforce-report.csv", SALESFORCE);
  await page.getByText("utf-8 (as found)").waitFor({ state: "attached" });
  await page.getByText("comma").waitFor();
  const field = (header: string) => page.getByLabel(`Field of ${header}`, { exact: true });
  expect(await field("Title").inputValue()).toBe("jobTitle");
  expect(await field("Salutation").inputValue()).toBe("");
  // What a column without a field holds is seen, to choose one for it.
  await page.getByRole("row", { name: "Salutation" }).getByText("Ms.").waitFor();
  await field("Salutation").selectOption("tagline");
  await field("Phone").selectOption("");
  await page.getByRole("row", { name: "Salutation" }).getByText("Ms.").waitFor();
  await looksRight(page, "import");

  await page.getByRole("button", { name: "Dry run" }).click();
  await page.getByRole("heading", { name: "What would come of it" }).waitFor();
  await page.getByText("1 of 1 rows").waitFor();
  await page.getByText("completed", { exact: true }).waitFor();
  expect((await team.get("/api/contacts")).body).toMatchObject({ total: 0 });
  await looksRight(page, "import-dry-run");

  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("heading", { name: "Upload of contacts" }).waitFor();
  await page.getByText("completed", { exact: true }).waitFor();
  const { body } = await team.get("/api/contacts/sally@example.com");
  expect(body).toMatchObject({ fields: { tagline: "Ms.", jobTitle: "VP" } });
});

test("companies that aren't there are made, where that is chosen", async () => {
  const team = await stack().newTeam();
  const page = await console.open(team, "/import");
  await choose(
    page,
    "people.csv",
    Buffer.from("Email;Company;Website\njane@example.com;Acme;acme.example\n"),
  );
  const field = page.getByLabel("Field of Company", { exact: true });
  expect(await field.inputValue()).toBe("");
  await page.getByLabel("Their companies").selectOption("Make those that aren't");
  await expect.poll(() => field.inputValue()).toBe("companyName");
  await page.getByRole("button", { name: "Dry run" }).click();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("heading", { name: "Upload of contacts" }).waitFor();
  await page.getByText("completed", { exact: true }).waitFor();
  const { body } = await team.get("/api/companies?idsOrDomains=acme.example");
  expect(body).toMatchObject({ data: [{ fields: { name: "Acme" } }] });
});

test("rejected rows are mended in a table, and sent again", async () => {
  const team = await stack().newTeam();
  const page = await console.open(team, "/import");
  await choose(
    page,
    "people.csv",
    Buffer.from("Email;Vorname\njane@example;Jane\nno;John\nann@example.com;Ann\n"),
  );
  await page.getByRole("button", { name: "Dry run" }).click();
  await page.getByRole("heading", { name: "Rejected: 2 rows" }).waitFor();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("heading", { name: "Mend rejected rows" }).waitFor();
  await page.getByLabel("email of row 0").fill("jane@example.com");
  await looksRight(page, "job-mend");
  await page.getByRole("button", { name: "Send 1 mended" }).click();
  await page.getByText("1 of 1 rows").waitFor();
  await page.getByText("completed", { exact: true }).waitFor();
  const { body } = await team.get("/api/contacts/jane@example.com");
  expect(body).toMatchObject({ fields: { firstName: "Jane" } });
});

test("a packed CSV is looked at and mapped as any other, and one that isn't packed is told so", async () => {
  const team = await stack().newTeam();
  const page = await console.open(team, "/import");
  await choose(page, "people.csv.gz", gzipSync("E-mail;Rufname\njane@example.com;Jane\n"));
  await page.getByText("semicolon").waitFor();
  await page.getByLabel("Field of Rufname", { exact: true }).selectOption("firstName");
  await page.getByRole("button", { name: "Dry run" }).click();
  await page.getByText("1 of 1 rows").waitFor();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("heading", { name: "Upload of contacts" }).waitFor();
  await page.getByText("completed", { exact: true }).waitFor();
  const { body } = await team.get("/api/contacts/jane@example.com");
  expect(body).toMatchObject({ fields: { firstName: "Jane" } });

  await page.goto("/console/import");
  const drop = (buffer: Buffer) =>
    page
      .getByLabel("Or choose a file")
      .setInputFiles({ name: "more.csv.gz", mimeType: "application/gzip", buffer });
  await drop(Buffer.from("email\njane@example.com\n"));
  await page.getByText("The file can't be unpacked").waitFor();
  await page.getByRole("button", { name: "Another file" }).click();
  // The browser can't unpack it, but the service can.
  await drop(Buffer.concat(["email\nann@example.com\n", "joe@example.com\n"].map((part) => gzipSync(part))));
  await page.getByText("The dry run says how this file is read.").waitFor();
  await page.getByRole("button", { name: "Dry run" }).click();
  await page.getByText("2 of 2 rows").waitFor();
});

test("mended rows keep their kinds, and go by what the job had, also by a key that has it from its team alone", async () => {
  const { teamId, userId } = await stack().newTeam({ onConflict: "merge" });
  const scopes = ["upload", "read"] as const;
  const { key } = await createKey(stack().db, { teamId, userId, name: "sync", scopes });
  const client = stack().clientWith(key);
  const row = {
    email: "jane@example",
    additionalEmails: ["j@example"],
    companyName: "Example",
    companyDomain: "example.com",
  };
  const { body } = await client.request("POST", "/api/contacts/batch?createCompanies=true", { body: [row] });
  const { job } = BatchAcceptedAnswer.parse(body);
  const page = await console.open(client, `/jobs/${job.id}`);
  await page.getByLabel("email of row 0", { exact: true }).fill("jane@example.com");
  await page.getByLabel("additionalEmails of row 0").fill('["j@example.com"]');
  await page.getByRole("button", { name: "Send 1 mended" }).click();
  await page.getByText("completed", { exact: true }).waitFor();
  expect((await client.get("/api/contacts/jane@example.com")).body).toMatchObject({
    emails: [{ value: "jane@example.com" }, { value: "j@example.com" }],
  });
  expect((await client.get("/api/companies/example.com")).status).toBe(200);
});

test("what is read is looked at again only where that changes, and who leaves ends what is being sent", async () => {
  const team = await stack().newTeam();
  const page = await console.open(team, "/import");
  let previews = 0;
  page.on("request", (request) => {
    if (request.url().includes("/preview")) previews++;
  });
  await choose(page, "people.csv", Buffer.from("email,firstName\njane@example.com,Jane\n"));
  await page.getByLabel("Source").pressSequentially("a fair");
  await page.getByLabel("Clashes").selectOption("strict");
  const field = page.getByLabel("Field of firstName");
  await field.selectOption("lastName");
  await expect.poll(() => previews).toBe(2);
  await page.route("**/api/contacts/batch?*", () => undefined);
  await page.getByRole("button", { name: "Dry run" }).click();
  await page.getByText("% sent").waitFor();
  const ended = page.waitForEvent("requestfailed");
  await page.getByRole("button", { name: "Another file" }).click();
  expect((await ended).url()).toContain("dryRun=true");
  await page.getByRole("heading", { name: "Drop a file here" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/console/import");
});

test("a key that uploads and doesn't read imports without a dry run", async () => {
  const team = await stack().newTeam();
  const { teamId, userId } = team;
  const { key } = await createKey(stack().db, { teamId, userId, name: "form", scopes: ["upload"] });
  const page = await console.open(stack().clientWith(key), "/import");
  await choose(page, "people.csv", Buffer.from("email,firstName\njane@example.com,Jane\n"));
  expect(await page.getByRole("button", { name: "Dry run" }).count()).toBe(0);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByText("completed", { exact: true }).waitFor();
  expect((await team.get("/api/contacts/jane@example.com")).status).toBe(200);
});

test("what is sent twice is one import, and what can't be read is told before anything is sent", async () => {
  const team = await stack().newTeam();
  const page = await console.open(team, "/import", { width: 360 });
  await page.getByLabel("Or choose a file").setInputFiles({
    name: "people.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`email\n${"x".repeat(10)}`),
  });
  await page.getByRole("region", { name: "Columns of the file" }).waitFor();
  await page.getByRole("button", { name: "Another file" }).click();
  await choose(page, "people.csv", Buffer.from("email,firstName\njane@example.com,Jane\n"));
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  await page.getByRole("button", { name: "Dry run" }).click();
  // The answer to the first one gets lost.
  const cut = "**/api/contacts/batch?*";
  await page.getByRole("button", { name: "Import", exact: true }).waitFor();
  await page.route(cut, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("alert").getByText("The service can't be reached").waitFor();
  await page.unroute(cut);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("heading", { name: "Upload of contacts" }).waitFor();
  const jobs = JobList.parse((await team.get("/api/jobs")).body).data;
  expect(jobs.filter(({ options }) => options?.dryRun === false)).toHaveLength(1);
});

test("a key that may not upload is told so", async () => {
  const { teamId, userId } = await stack().newTeam();
  const { key } = await createKey(stack().db, { teamId, userId, name: "reader", scopes: ["read"] });
  const page = await console.open(stack().clientWith(key), "/import");
  await page.getByRole("heading", { name: "Import needs another key" }).waitFor();
  await page.goto("/console/jobs");
  await page.getByRole("heading", { name: "Nothing was uploaded yet" }).waitFor();
  expect(await page.getByRole("link", { name: /Import/ }).count()).toBe(0);
});
