import { createKey } from "@onefold/records";
import { expect, test } from "vitest";
import { useStack } from "../../../test/e2e/support/on-each-backend.ts";
import { looksRight, useConsole } from "./support/browser.ts";

const stack = useStack();
const console = useConsole(stack);

test("it shows what the service does, what waits, who runs, and what was rejected", async () => {
  const team = await stack().newTeam();
  const page = await console.open(team);
  const panel = (name: string) => page.getByRole("region", { name, exact: true });
  await panel("Ready").getByText("nothing is wrong").waitFor();
  for (let i = 0; i < 10; i++) await team.contact({ email: `person${i}@example.com` });
  await team.post("/api/contacts?onConflict=strict", { email: "person1@example.com" });
  await expect
    .poll(async () => page.locator(".figure", { hasText: "Applied" }).textContent(), { timeout: 30_000 })
    .not.toContain("0/s");
  await panel("Queue").getByText("interactive").waitFor();
  await panel("Stores").getByText("strict").waitFor();
  await expect.poll(async () => await panel("Processes").first().getByRole("row").count()).toBe(3);
  await panel("Last errors").first().getByText("No request was rejected").waitFor();
  await looksRight(page, "overview");
});

test("a key that only reads is shown nothing of the deployment, and asks for nothing that it may not see", async () => {
  const { teamId, userId } = await stack().newTeam();
  const { key } = await createKey(stack().db, { teamId, userId, name: "reader", scopes: ["read"] });
  const page = await console.open(stack().clientWith(key));
  await page.getByText("nothing is wrong").waitFor();
  await page.getByText("No request was rejected").waitFor();
  expect(await page.getByRole("heading", { name: "Throughput" }).count()).toBe(0);
  const offered = page.getByRole("navigation", { name: "Pages" }).getByRole("link");
  expect(await offered.allTextContents()).not.toContain("Try it");
});

test("while the service is away it is told on each page, and what wasn't read is read when it is back", async () => {
  const team = await stack().newTeam();
  await team.contact({ email: "jane@example.com" });
  const page = await console.open(team);
  await page.getByText("nothing is wrong").waitFor();
  await page.route(/\/(api|readyz)/, (route) => route.abort("connectionrefused"));
  const away = page.getByText("The service doesn't answer");
  await away.waitFor();
  await page.getByRole("region", { name: "Ready", exact: true }).getByText("no answer").waitFor();
  expect(await page.getByText("nothing is wrong").count()).toBe(0);
  await page.getByRole("link", { name: "Contacts", exact: true }).click();
  await page.getByText(/^The API at .* doesn't answer/).waitFor();
  await looksRight(page, "away");
  await page.unrouteAll({ behavior: "wait" });
  await page.getByRole("cell", { name: "jane@example.com" }).last().waitFor();
  await expect.poll(() => away.count()).toBe(0);
});

test.each([360, 1_600])("at %d pixels nothing is cut off", async (width) => {
  const page = await console.open(await stack().newTeam(), "/", { width });
  await page.getByRole("heading", { name: "Processes" }).waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  await looksRight(page, `overview-${width}`);
});
