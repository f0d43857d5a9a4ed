import { createKey } from "@onefold/records";
import { expect, test } from "vitest";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { looksRight, useConsole } from "./support/browser.ts";

const stack = useSharedStack();
const console = useConsole(stack);

test("a race of 50 is seen to end in one record, and is watched arriving", async () => {
  const team = await stack().newTeam();
  const page = await console.open(team, "/try-it");
  const arrivals = page.getByRole("region", { name: "What arrives" });
  await arrivals.getByText("Nothing yet").waitFor();
  await page.getByRole("button", { name: "Send 50 at once" }).click();
  await page.getByText("One record.", { exact: true }).waitFor({ timeout: 40_000 });
  const race = page.getByRole("region", { name: "A race" });
  const figure = async (label: string) =>
    await race.locator(".figure", { hasText: label }).locator("dd").textContent();
  expect([await figure("Accepted"), await figure("Created"), await figure("Rejected")]).toEqual([
    "50",
    "1",
    "0",
  ]);
  // Of the last ones, some may have found a later one there.
  await arrivals.getByText("updated").first().waitFor();
  const { body } = await team.get("/api/contacts?limit=10");
  expect(Object(body).data).toHaveLength(1);
  await looksRight(page, "try-it");
});

test("a batch is followed to its end", async () => {
  const team = await stack().newTeam();
  const page = await console.open(team, "/try-it");
  await page.getByLabel("How many people").selectOption("100");
  await page.getByRole("button", { name: "Upload" }).click();
  const batch = page.getByRole("region", { name: "A batch" });
  await batch.getByText("completed").waitFor({ timeout: 40_000 });
  expect(await batch.locator(".figure", { hasText: "Created" }).locator("dd").textContent()).toBe("100");
});

test("one contact is sent, and what is wrong is told in the API's words", async () => {
  const team = await stack().newTeam();
  const page = await console.open(team, "/try-it");
  const one = page.getByRole("region", { name: "One contact" });
  await one.getByRole("button", { name: "Send" }).click();
  await one.getByText("created").waitFor();
  await one.getByLabel("Job title").fill("CTO");
  await one.getByRole("button", { name: "Send" }).click();
  await one.getByText("updated").waitFor();
  expect((await team.readContact("jane@example.com")).fields).toMatchObject({
    firstName: "Jane",
    jobTitle: "CTO",
  });
  await one.getByLabel("E-mail").fill("noreply@example.com");
  await one.getByRole("button", { name: "Send" }).click();
  await one.getByRole("alert").waitFor();
});

test("a key that only ingests isn't offered what it may not do", async () => {
  const { teamId, userId } = await stack().newTeam();
  const { key } = await createKey(stack().db, { teamId, userId, name: "form", scopes: ["ingest"] });
  const page = await console.open(stack().clientWith(key), "/try-it");
  await page.getByRole("heading", { name: "A race" }).waitFor();
  expect(await page.getByRole("heading", { name: "A batch" }).count()).toBe(0);
  expect(await page.getByRole("heading", { name: "What arrives" }).count()).toBe(0);
  await page.getByRole("button", { name: "Send 50 at once" }).click();
  await page.getByText("One record.", { exact: true }).waitFor({ timeout: 40_000 });
});

test("where more arrives than can be shown the page says so, and leaves the service alone for a while", async () => {
  const team = await stack().newTeam();
  const page = await console.open(team);
  let asked = 0;
  // An import of minutes, in one answer.
  const event = (id: number) =>
    `event: created\ndata: ${JSON.stringify({ id: `e${id}`, event: "created", entity: "contact", recordId: "ctc_1", at: "2026-11-28T12:00:00.000Z" })}\n\n`;
  const flood = Array.from({ length: 15_001 }, (_, id) => event(id)).join("");
  await page.route("**/api/changes/events*", async (route) => {
    asked += 1;
    // Whoever listens on comes back at once.
    await route.fulfill({ contentType: "text/event-stream", body: `retry: 10\n${flood}` });
  });
  await page.getByRole("link", { name: "Try it" }).click();
  const arrivals = page.getByRole("region", { name: "What arrives" });
  await arrivals.getByText("So much arrives").waitFor();
  await arrivals.getByText("15,001 since the page was opened").waitFor();
  // A trip to the service takes longer than coming back would.
  for (let trip = 0; trip < 5; trip++) await page.request.get("/healthz");
  expect(asked).toBe(1);
});
