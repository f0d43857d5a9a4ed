import { FieldsAnswer, IdentityRulesAnswer, KeysAnswer, Team } from "@onefold/contract";
import { createKey } from "@onefold/records";
import { expect, test } from "vitest";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { looksRight, useConsole } from "./support/browser.ts";

const stack = useSharedStack();
const console = useConsole(stack);

test("a team is renamed, its default is set, and a member is added, edited and blocked", async () => {
  const team = await stack().newTeam();
  const read = async () => Team.parse((await team.get("/api/team?version=v2")).body);
  const page = await console.open(team, "/settings");
  await page.getByRole("textbox", { name: "Name" }).fill("Acme");
  await page.getByLabel("Where a request names several records").selectOption("strict");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Acme · test").waitFor();
  expect(await read()).toMatchObject({ name: "Acme", onConflict: "strict" });

  await page.getByRole("button", { name: "Add a member" }).click();
  await page.getByLabel("E-mail").fill("Otto@Example.com");
  await page.getByRole("dialog").getByLabel("Name").fill("Otto");
  await page.keyboard.press("Enter");
  const otto = page.getByRole("row", { name: /Otto otto@example.com member active/ });
  await otto.getByRole("button", { name: "Edit Otto" }).click();
  await page.getByRole("dialog").getByLabel("Role").selectOption("guest");
  await page.getByRole("button", { name: "Save" }).last().click();
  await page.getByRole("row", { name: /otto@example.com guest/ }).waitFor();
  await page.getByRole("button", { name: "Block Otto" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Block" }).click();
  await page.getByRole("row", { name: /guest blocked/ }).waitFor();
  expect(await page.getByRole("button", { name: "Block Olga" }).count()).toBe(0);
  expect((await read()).users?.[1]).toMatchObject({ name: "Otto", role: "guest", blocked: true });
  await looksRight(page, "settings-team");
});

test("a key is made with its scopes and limit, used, edited, rotated and revoked; each secret is shown once", async () => {
  const team = await stack().newTeam();
  const listed = async () => KeysAnswer.parse((await team.get("/api/keys")).body).data[1];
  const page = await console.open(team, "/settings/keys", { width: 1_600 });
  await page.getByText("A key without a limit of its own has none.").waitFor();
  await page.getByRole("button", { name: "Make a key" }).click();
  await page.getByLabel("Name").fill("website");
  await page.getByLabel("ingest").check();
  await page.getByLabel("Requests").fill("20");
  await page.getByLabel("In seconds").fill("2");
  await page.getByRole("button", { name: "Make it" }).click();
  const secret = page.getByRole("dialog", { name: "The key website" }).locator("pre");
  const key = (await secret.textContent()) ?? "";
  await page.getByRole("button", { name: "I have kept it" }).click();
  const row = page.getByRole("row", { name: /website/ });
  await row.getByText("20 in 2 s").waitFor();
  await row.getByText("not yet").waitFor();
  await stack().clientWith(key).contact({ email: "jane@example.com" });
  await expect.poll(async () => (await listed())?.lastUsedAt).toBeDefined();

  await row.getByRole("button", { name: "Edit website" }).click();
  await page.getByLabel("Requests").fill("");
  await page.getByLabel("In seconds").fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await row.getByText("none", { exact: true }).waitFor();
  expect(await row.getByText("not yet").count()).toBe(0);
  // A session that ends would take the new secret along.
  await page.getByRole("button", { name: "Rotate test" }).click();
  await page.getByLabel("Hours").fill("0");
  expect(await page.getByRole("button", { name: "Make a new secret" }).isDisabled()).toBe(true);
  await page.keyboard.press("Escape");
  await row.getByRole("button", { name: "Rotate website" }).click();
  await page.getByLabel("Hours").fill("1");
  await page.getByRole("button", { name: "Make a new secret" }).click();
  await expect.poll(() => secret.textContent()).toMatch(/^ofk_/);
  expect(await secret.textContent()).not.toBe(key);
  await page.getByRole("button", { name: "I have kept it" }).click();
  await row.getByText("rotated", { exact: true }).waitFor();
  await looksRight(page, "settings-keys");

  await row.getByRole("button", { name: "Revoke website" }).click();
  await page.getByRole("button", { name: "Revoke the key" }).click();
  await row.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Show revoked ones (1)" }).click();
  await row.getByText("revoked", { exact: true }).waitFor();
  expect((await stack().clientWith(key).get("/api/jobs")).status).toBe(401);
  expect(await listed()).toMatchObject({ name: "website", scopes: ["ingest"] });
});

test("a field is added and removed by its name; rules are changed, unless somebody else was faster", async () => {
  const team = await stack().newTeam();
  const page = await console.open(team, "/settings/fields", { width: 360 });
  await page.getByRole("heading", { name: "No fields of your own yet" }).waitFor();
  await page.getByRole("button", { name: "Add a field" }).click();
  await page.getByRole("textbox", { name: /^Name/ }).fill("seniority");
  await page.keyboard.press("Enter");
  const row = page.getByRole("row", { name: /seniority/ });
  await row.waitFor();
  await looksRight(page, "settings-fields-narrow");
  await row.getByRole("button", { name: "Remove seniority" }).click();
  const remove = page.getByRole("button", { name: "Remove the field" });
  expect(await remove.isDisabled()).toBe(true);
  await page.getByLabel("Type seniority to confirm").fill("seniority");
  await remove.click();
  await page.getByRole("heading", { name: "No fields of your own yet" }).waitFor();
  const { data } = FieldsAnswer.parse((await team.get("/api/fields?source=custom")).body);
  expect(data).toEqual({ contact: [], company: [] });

  await page.getByRole("link", { name: "Identity rules" }).click();
  const rules = async () => IdentityRulesAnswer.parse((await team.get("/api/identity-rules")).body).data;
  const save = page.getByRole("button", { name: "Save" });
  const never = page.getByLabel("Never identify anybody");
  await never.fill("info@*\n\n sales@* ");
  await page.getByLabel("Suspicious after").fill("5");
  await save.click();
  await page.getByText("Saved:").waitFor();
  expect(await rules()).toMatchObject({ never: ["info@*", "sales@*"], allow: [], suspiciousAfter: 5 });
  await never.fill("*a*b*c*d*e*");
  await save.click();
  await page.getByRole("alert").getByText("never[0]").waitFor();
  await team.request("PUT", "/api/identity-rules", { body: { never: ["other@*"] } });
  await never.fill("mine@*");
  await save.click();
  await page.getByRole("alert").getByText("changed").waitFor();
  expect((await rules()).never).toEqual(["other@*"]);
  await page.getByRole("button", { name: "Read them again" }).click();
  await expect.poll(() => never.inputValue()).toBe("other@*");
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
  await looksRight(page, "settings-rules-narrow");
});

test("a read key sees the settings but keys, and is offered nothing that acts", async () => {
  const { teamId, userId } = await stack().newTeam();
  const { key } = await createKey(stack().db, { teamId, userId, name: "looks", scopes: ["read"] });
  const page = await console.open(stack().clientWith(key), "/settings");
  await page.getByRole("row", { name: /Olga/ }).waitFor();
  await page.getByText("They stay apart").waitFor();
  const main = page.getByRole("main");
  const offered = () => main.locator("button, input, select, textarea").count();
  expect(await offered()).toBe(0);
  expect(await main.getByRole("navigation").getByRole("link").allTextContents()).toEqual([
    "Team",
    "Fields",
    "Identity rules",
  ]);
  await page.getByRole("link", { name: "Identity rules" }).click();
  await page.getByText("10 requests").waitFor();
  expect(await offered()).toBe(0);
  await page.getByRole("link", { name: "Fields" }).click();
  await page.getByRole("region", { name: "Fields of every team" }).waitFor();
  expect(await main.getByRole("button").allTextContents()).toEqual(["Copy"]);
  await page.goto("/console/settings/keys");
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
});
