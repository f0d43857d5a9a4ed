import { createKey } from "@onefold/records";
import { expect, test } from "vitest";
import { ASYNC } from "../../../test/e2e/support/client.ts";
import { useStack } from "../../../test/e2e/support/on-each-backend.ts";
import { spoilWaiting } from "../../../test/e2e/support/spoil-waiting.ts";
import { looksRight, useConsole } from "./support/browser.ts";

const stack = useStack({ worker: false, failures: true });
const console = useConsole(stack);

test("an admin sees how many chunks are parked and what to do, and nobody sees what is in them", async () => {
  const team = await stack().newTeam();
  const page = await console.open(team, "/dead-letters");
  await page.getByRole("heading", { name: "No dead letters" }).waitFor();
  const panel = page.getByRole("region", { name: "Parked chunks" });
  expect(await panel.count()).toBe(0);

  for (const name of ["jane", "joan"])
    await team.post("/api/contacts", { email: `${name}@example.com` }, { headers: ASYNC });
  await spoilWaiting(stack());
  await stack().startWorker();
  // It comes by itself.
  await panel.getByText("2 parked").waitFor();
  await panel.getByText(/The oldest was made \d+ s ago/).waitFor();
  for (const step of ["list", "show", "replay", "drop"])
    await panel.getByText(`npx onefold parked-chunks ${step}`).waitFor();
  expect(await page.content()).not.toMatch(/jane|joan/);
  await looksRight(page, "parked-chunks");

  const { teamId, userId } = team;
  const { key } = await createKey(stack().db, { teamId, userId, name: "reader", scopes: ["read"] });
  const reader = await console.open(stack().clientWith(key), "/dead-letters", { width: 360 });
  const asked: string[] = [];
  reader.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await reader.reload();
  await reader.getByRole("heading", { name: "No dead letters" }).waitFor();
  expect(asked).toContain("/api/dead-letters");
  expect(asked).not.toContain("/api/cluster");
  expect(await reader.getByText("Parked chunks").count()).toBe(0);

  const narrow = await console.open(team, "/dead-letters", { width: 360 });
  await narrow.getByText("2 parked").waitFor();
  await looksRight(narrow, "parked-chunks-narrow");
  expect(await narrow.evaluate("document.documentElement.scrollWidth")).toBe(360);
});
