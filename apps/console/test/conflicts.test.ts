import { createKey } from "@onefold/records";
import { expect, test } from "vitest";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import type { TestTeam } from "../../../test/e2e/support/stack.ts";
import { looksRight, useConsole } from "./support/browser.ts";

const stack = useSharedStack();
const console = useConsole(stack);

const LINKEDIN = "https://www.linkedin.com/in/jane-example";

/** Two contacts that a request named together, and that `prefer` left apart. */
async function clash(team: TestTeam): Promise<[string, string]> {
  const first = await team.contact({ email: "jane@example.com", firstName: "Jane", jobTitle: "CTO" });
  const other = await team.contact({ linkedinUrl: LINKEDIN, jobTitle: "VP", location: "Lyon" });
  await team.contact({ email: "jane@example.com", linkedinUrl: LINKEDIN });
  return [first.body.data._id, other.body.data._id];
}

test("a conflict is compared, merged after a preview, and undone; then it is noted as different", async () => {
  const team = await stack().newTeam();
  const page = await console.open(team, "/conflicts");
  await page.getByRole("heading", { name: "No conflicts" }).waitFor();
  await looksRight(page, "conflicts-empty");
  const [first, other] = await clash(team);
  await page.reload();
  const list = page.getByRole("region", { name: "Conflicts" });
  await list.getByRole("link", { name: "Jane", exact: true }).waitFor();
  await list.getByText("not asked to merge").waitFor();
  await looksRight(page, "conflicts");
  await page.getByLabel("Left apart because").selectOption("refused by strict");
  await page.getByRole("heading", { name: "No conflicts" }).waitFor();
  await page.getByLabel("Left apart because").selectOption("Any reason");
  await list.getByRole("link", { name: /Compare/ }).click();
  const sides = page.getByRole("region", { name: "Side by side" }).last();
  const job = sides.getByRole("row", { name: /jobTitle/ });
  await job.getByText("the other's is left out").waitFor();
  expect(await job.getByRole("cell").allTextContents()).toEqual([
    "jobTitle",
    "CTO",
    "VP",
    expect.stringContaining("CTO"),
  ]);
  expect(await sides.getByRole("row", { name: /location/ }).textContent()).toBe("locationemptyLyonLyon");
  await looksRight(page, "conflict");
  await page.getByRole("button", { name: "Swap them" }).click();
  await expect.poll(() => job.getByRole("cell").first().textContent()).toBe("jobTitle");
  await expect.poll(async () => (await job.getByRole("cell").allTextContents())[1]).toBe("VP");
  await page.getByRole("button", { name: "Swap them" }).click();
  await page.getByRole("button", { name: "Merge into the first" }).click();
  await expect.poll(() => page.url()).toContain(`/contacts/${first}`);
  expect((await team.readContact(other))._id).toBe(first);
  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByRole("button", { name: "Take it back" }).click();
  await page.getByText("stands by itself again").waitFor();
  // An undo notes that they are two: the list keeps to it.
  await page.getByRole("link", { name: "Conflicts" }).click();
  await page.getByRole("heading", { name: "No conflicts" }).waitFor();
  expect(
    (await team.request("DELETE", "/api/contacts/different", { body: { ids: [first, other] } })).status,
  ).toBe(200);
  await page.goto(`/console/conflicts/${first}/${other}`);
  await page.getByRole("button", { name: "They are different" }).click();
  await page.getByRole("heading", { name: "No conflicts" }).waitFor();
});

test("a pair that can't be read says why", async () => {
  const team = await stack().newTeam();
  const [first, other] = await clash(team);
  const page = await console.open(team, "/conflicts");
  await page.route("**/api/contacts?idsOrEmails=*", (route) =>
    route.fulfill({
      status: 400,
      contentType: "application/json",
      body: JSON.stringify({
        success: false,
        message: "It is broken.",
        error: { code: "INVALID_REQUEST", message: "It is broken." },
      }),
    }),
  );
  await page.goto(`/console/conflicts/${first}/${other}`);
  await page.getByRole("alert").getByText("It is broken.").waitFor();
});

test("a read key compares, and is offered nothing that acts", async () => {
  const team = await stack().newTeam();
  const { teamId, userId } = team;
  await clash(team);
  const { key } = await createKey(stack().db, { teamId, userId, name: "looks", scopes: ["read"] });
  const page = await console.open(stack().clientWith(key), "/conflicts", { width: 360 });
  await page.getByRole("link", { name: /Compare/ }).waitFor();
  await looksRight(page, "conflicts-narrow");
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
  await page.getByRole("link", { name: /Compare/ }).click();
  await page.getByRole("row", { name: /jobTitle/ }).waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
  expect(await page.getByRole("main").getByRole("button").allTextContents()).toEqual(["Swap them"]);
});
