import { readFile } from "node:fs/promises";
import { BatchAcceptedAnswer } from "@onefold/contract";
import { createKey } from "@onefold/records";
import { expect, test } from "vitest";
import { useStack } from "../../../test/e2e/support/on-each-backend.ts";
import type { TestTeam } from "../../../test/e2e/support/stack.ts";
import { looksRight, useConsole } from "./support/browser.ts";

const stack = useStack();
const console = useConsole(stack);

/** Sends a CSV of people, and gives its job's id. */
async function upload(team: TestTeam, people: number, more = ""): Promise<string> {
  const rows = Array.from({ length: people }, (_, n) => `p${n}@example.com;Person ${n}`);
  const raw = ["E-mail;First name;Notes", ...rows.map((row) => `${row};met`), more].join("\n");
  const headers = { "Content-Type": "text/csv" };
  const { body } = await team.request("POST", "/api/contacts/batch?ignoreUnknownColumns=true&source=fair", {
    raw,
    headers,
  });
  return BatchAcceptedAnswer.parse(body).job.id;
}

/** Stops the worker, so that what is sent waits. It runs again when it is told to, and at the latest after the test. */
async function withoutWorker() {
  await stack().stopWorker();
  let isStopped = true;
  const start = async () => {
    if (isStopped) await stack().startWorker();
    isStopped = false;
  };
  return { start, [Symbol.asyncDispose]: start };
}

const REJECTED = "jane@example;Jane;\nno-mail;John;\n;Nobody;\n";

test("a job is cancelled: of the rows that wait none is applied, and it says so", async () => {
  await using _worker = await withoutWorker();
  const team = await stack().newTeam();
  const id = await upload(team, 12);
  const page = await console.open(team, `/jobs/${id}`);
  await page.getByRole("button", { name: "Cancel the rest" }).click();
  await page.getByRole("button", { name: "Cancel it" }).click();
  await page.getByText("Cancelled: 12 rows are not applied.").waitFor();
  await page.getByText("cancelled", { exact: true }).waitFor();
  expect(await page.getByRole("button", { name: "Cancel the rest" }).count()).toBe(0);
  await page.goto("/console/jobs?status=cancelled");
  await page.getByRole("region", { name: "Uploads" }).getByText("of 12 rows").waitFor();
  await page.getByLabel("Status").selectOption("completed");
  await page.getByRole("heading", { name: "No upload has this status" }).waitFor();
});

test("an upload is watched to its end: how fast it is, what its rows came to and why, and how it was read", async () => {
  const worker = await withoutWorker();
  await using _worker = worker;
  const team = await stack().newTeam();
  await upload(team, 20, REJECTED);
  const page = await console.open(team, "/jobs");
  const uploads = page.getByRole("region", { name: "Uploads" }).last();
  await uploads.getByText("of 23 rows").waitFor();
  await looksRight(page, "jobs-queued");
  await uploads.getByRole("link").click();
  await page.getByRole("heading", { name: "Upload of contacts" }).waitFor();
  await worker.start();
  await page.getByText("completed with errors").waitFor();
  await page.getByRole("heading", { name: "Rejected: 3 rows" }).waitFor();
  const reasons = page.getByRole("region", { name: "Reasons" });
  await reasons.getByRole("row", { name: "INVALID_EMAIL 2" }).waitFor();
  await reasons.getByRole("row", { name: "MISSING_IDENTIFIER 1" }).waitFor();
  await page.getByText("utf-8").waitFor();
  await page.getByText("semicolon").waitFor();
  const columns = page.getByRole("list", { name: "Columns" }).getByRole("listitem");
  expect(await columns.allTextContents()).toEqual(["email", "firstName", "left out"]);
  await page.getByRole("region", { name: "Rows" }).last().getByText("created").first().waitFor();
  await looksRight(page, "job");
});

test("an upload whose events are refused is followed again", async () => {
  const worker = await withoutWorker();
  await using _worker = worker;
  const team = await stack().newTeam();
  const id = await upload(team, 5);
  const page = await console.open(team, "/jobs");
  await page.route("**/api/jobs/*/events", (route) => route.fulfill({ status: 503 }), { times: 1 });
  const isEvents = (url: string) => url.endsWith("/events");
  const refusal = page.waitForResponse((response) => isEvents(response.url()));
  await page.goto(`/console/jobs/${id}`);
  expect((await refusal).status()).toBe(503);
  await page.waitForResponse((response) => isEvents(response.url()) && response.ok());
  await worker.start();
  await page.getByText("completed", { exact: true }).waitFor();
});

test("the rows of a reason are shown, with the story of each; they are had as a file, and retried", async () => {
  const team = await stack().newTeam();
  const page = await console.open(team, `/jobs/${await upload(team, 2, REJECTED)}`);
  await page.getByRole("link", { name: "Its rows (INVALID_EMAIL)" }).click();
  await page.getByText("2 shown").waitFor();
  await page.getByRole("link", { name: "The story of row 2" }).click();
  await page.getByRole("region", { name: "Row 2" }).getByText("jane@example", { exact: true }).waitFor();
  expect(new URL(page.url()).search).toBe("?code=INVALID_EMAIL&outcome=rejected&row=2");
  await looksRight(page, "job-story");

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download as CSV" }).click();
  const file = await readFile(await (await downloading).path(), "utf8");
  expect(file.split("\r\n").slice(0, 2)).toEqual([
    expect.stringMatching(/^email,firstName,.*_code/),
    expect.stringMatching(/^jane@example,Jane,.*INVALID_EMAIL/),
  ]);

  await page.getByRole("button", { name: "Retry what was rejected" }).click();
  await page.getByText("3 rows go again.").waitFor();
  await page.getByRole("heading", { name: "Retry of contacts" }).waitFor();
  await page.getByText("failed", { exact: true }).waitFor();
});

test("requests of the last day are found by whom they reached, and by outcome", async () => {
  const team = await stack().newTeam();
  await team.contact({ email: "jane@example.com", firstName: "Jane" });
  await team.contact({ email: "jane@example.com", jobTitle: "CTO" });
  await team.contact({ email: "john@example.com" });
  const page = await console.open(team, "/jobs");
  await page.getByRole("heading", { name: "Nothing was uploaded yet" }).waitFor();
  await looksRight(page, "jobs-empty");
  await page.getByLabel("Find a job").fill("jane@example.com");
  await page.keyboard.press("Enter");
  const found = page.getByRole("region", { name: "Single requests", exact: true });
  await page.getByText("2 shown").waitFor();
  await page.getByLabel("Outcome").selectOption("updated");
  await page.getByText("1 shown").waitFor();
  await looksRight(page, "jobs-singles");
  await found.getByRole("link").click();
  await page.getByRole("heading", { name: "Single request: upsert" }).waitFor();
  await page.getByRole("region", { name: "Changes" }).getByText("CTO").waitFor();
  await looksRight(page, "job-single");
  await page.getByRole("link", { name: /^ctc_/ }).click();
  await page.getByRole("heading", { name: "Jane" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Single request: upsert" }).waitFor();
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await page.goto("/console/jobs");
  await page.getByLabel("Find a job").fill(id);
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("heading", { name: "Single request: upsert" }).waitFor();
  await page.goto("/console/jobs/job_nothing");
  await page.getByRole("alert").waitFor();
});

test("a merge is undone once at its request", async () => {
  const team = await stack().newTeam({ onConflict: "merge" });
  const linkedinUrl = "https://www.linkedin.com/in/jane-example";
  await team.contact({ email: "jane@example.com" });
  const { body: other } = await team.contact({ linkedinUrl });
  const { body } = await team.contact({ email: "jane@example.com", linkedinUrl });
  const page = await console.open(team, `/jobs/${body.job.id}`);
  const undo = page.getByRole("button", { name: "Undo the merge" });
  await undo.click();
  await page.getByText("The merge is undone").waitFor();
  expect(await undo.count()).toBe(0);
  expect((await team.readContact(other.data._id))._id).toBe(other.data._id);
});

test("a key that reads sees jobs, and is offered nothing that acts; narrow, it fits", async () => {
  const team = await stack().newTeam();
  const { teamId, userId } = team;
  const { key } = await createKey(stack().db, { teamId, userId, name: "reader", scopes: ["read"] });
  const id = await upload(team, 3, REJECTED);
  const page = await console.open(stack().clientWith(key), `/jobs/${id}`, { width: 360 });
  await page.getByRole("heading", { name: "Rejected: 3 rows" }).waitFor();
  expect(await page.getByRole("button", { name: /Cancel|Retry|Undo/ }).count()).toBe(0);
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  await looksRight(page, "job-narrow");
  await page.goto("/console/jobs");
  await page.getByRole("region", { name: "Uploads" }).getByText("of 6 rows").waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
});
