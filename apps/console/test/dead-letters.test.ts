import { createKey } from "@onefold/records";
import { expect, test } from "vitest";
import { useStack } from "../../../test/e2e/support/on-each-backend.ts";
import { refuseIndustry, REFUSED_INDUSTRY, takeIndustry } from "../../../test/support/refused-industry.ts";
import { looksRight, useConsole } from "./support/browser.ts";

const stack = useStack();
const console = useConsole(stack);

test("dead letters are listed as they come, mended, replayed as they are, and dropped", async () => {
  const { db } = stack();
  await refuseIndustry(db);
  const team = await stack().newTeam();
  const send = (name: string) =>
    team.post("/api/contacts", { email: `${name}@example.com`, industry: REFUSED_INDUSTRY });
  const page = await console.open(team, "/dead-letters");
  await page.getByRole("heading", { name: "No dead letters" }).waitFor();
  await looksRight(page, "dead-letters-empty");
  for (const name of ["jane", "joan", "john"]) await send(name);
  // It comes by itself.
  const list = page.getByRole("region", { name: "Dead letters" });
  await list.getByText("refused by refused_industry").nth(2).waitFor();
  await looksRight(page, "dead-letters");

  await list.getByRole("link", { name: /^Open/ }).last().click();
  const body = page.getByLabel("Body");
  await expect.poll(() => body.inputValue()).toContain("jane@example.com");
  await looksRight(page, "dead-letter");
  await page.getByRole("button", { name: "Replay as it is" }).click();
  await page.getByText("SQLSTATE 23514").last().waitFor();
  await body.fill("{");
  await page.getByRole("button", { name: "Replay with this body" }).click();
  await page.getByRole("alert").getByText("It is no JSON").waitFor();
  await body.fill('{"email":"jane@example.com","industry":"Software"}');
  await page.getByRole("button", { name: "Replay with this body" }).click();
  await page.getByText(/^Applied: ctc_\w+ is created\.$/).waitFor();
  expect((await team.readContact("jane@example.com")).fields).toMatchObject({ industry: "Software" });

  await list.getByRole("link", { name: /^Open/ }).last().click();
  await takeIndustry(db);
  await page.getByRole("button", { name: "Replay as it is" }).click();
  // The heading, and the one that is left.
  await expect.poll(() => list.getByRole("row").count()).toBe(2);
  expect((await team.readContact("joan@example.com")).fields).toMatchObject({ industry: REFUSED_INDUSTRY });

  const { teamId, userId } = team;
  const { key } = await createKey(db, { teamId, userId, name: "looks", scopes: ["read"] });
  const path = await list.getByRole("link", { name: /^Open/ }).getAttribute("href");
  const reader = await console.open(stack().clientWith(key), path?.replace("/console", ""), { width: 360 });
  await reader.getByText("john@example.com").waitFor();
  await looksRight(reader, "dead-letter-narrow");
  expect(await reader.evaluate("document.documentElement.scrollWidth")).toBe(360);
  expect(await reader.getByRole("main").getByRole("button").count()).toBe(0);

  // Its job leads to it as well.
  await list.getByRole("link", { name: /^job_/ }).click();
  await page.getByRole("link", { name: "It is a dead letter" }).click();
  await page.getByRole("button", { name: "Drop", exact: true }).click();
  await looksRight(page, "dead-letter-drop");
  await page.getByRole("button", { name: "Drop the letter" }).click();
  await page.getByRole("heading", { name: "No dead letters" }).waitFor();
  await reader.reload();
  await reader.getByRole("heading", { name: "It is no dead letter any more" }).waitFor();
});
