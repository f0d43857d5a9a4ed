import { expect, test } from "vitest";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { looksRight, useConsole } from "./support/browser.ts";

const stack = useSharedStack();
const console = useConsole(stack);
/** Swagger UI reads the whole document before it does anything else, which a busy machine takes long for. */
const READING_MS = 50_000;

test(
  "the reference takes just a key, and says what was sent in three languages",
  { timeout: 120_000 },
  async () => {
    const team = await stack().newTeam();
    const page = await console.visit("/docs");
    page.setDefaultTimeout(READING_MS);
    await page.getByRole("tab", { name: "Python" }).click();
    await expect
      .poll(() => page.getByRole("tabpanel").textContent())
      .toContain(`"${stack().api.url}/api/contacts"`);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => page.getByRole("tabpanel").textContent()).toContain("await fetch(");

    const said = page.getByRole("status").first();
    await page.getByRole("textbox", { name: "API key" }).fill("no key");
    await page.getByRole("button", { name: "Use this key" }).click();
    await expect.poll(() => said.textContent()).toMatch(/key/i);
    await page.getByRole("textbox", { name: "API key" }).fill(team.key);
    await page.keyboard.press("Enter");
    await expect.poll(() => said.textContent()).toMatch(/^What you try below is done as /);

    await page.locator("#operations-tag-Fields button").first().click();
    const fields = page.locator("[id^=operations-]").filter({ hasText: "/api/fields" }).first();
    await fields.getByRole("button").first().click();
    await fields.getByRole("button", { name: "Execute" }).click();
    await fields.locator(".live-responses-table").waitFor();
    expect(
      await fields.locator(".live-responses-table tbody .response-col_status").first().textContent(),
    ).toContain("200");
    for (const [language, words] of [
      ["Python", "urllib.request"],
      ["TypeScript", "await fetch("],
      ["curl", "curl -X"],
    ] as const) {
      await fields.locator(".request-snippets").getByText(language, { exact: true }).click();
      await expect.poll(() => fields.locator(".request-snippets").textContent()).toContain(words);
    }
    // Swagger UI has fields without a label.
    await looksRight(page, "docs", ["#reference"]);
  },
);

test("at 360 pixels nothing of the reference is cut off", async () => {
  const page = await console.visit("/docs", { width: 360, theme: "dark" });
  page.setDefaultTimeout(READING_MS);
  await page.locator("[id^=operations-tag]").first().waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
});
