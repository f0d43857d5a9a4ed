import { ConsoleLinkAnswer } from "@onefold/contract";
import { createKey } from "@onefold/records";
import { expect, test } from "vitest";
import { useStack } from "../../../test/e2e/support/on-each-backend.ts";
import { looksRight, useConsole } from "./support/browser.ts";

const stack = useStack({ worker: false });
const console = useConsole(stack);

test("a link signs in, once, and stays in no address", async () => {
  const team = await stack().newTeam();
  const page = await console.open(team);
  await expect.poll(() => page.url()).toBe(`${stack().api.url}/console/`);
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  expect(await page.evaluate("document.cookie")).toBe("");

  const used = await console.visit(`/console/sign-in#ofl_${"A".repeat(34)}`);
  await used.getByText("This link was used before").waitFor();
  expect(used.url()).toBe(`${stack().api.url}/console/sign-in`);
});

test("a link asks first who is signed in already; then the old session ends, and the browser's other pages follow", async () => {
  const [mine, theirs] = await Promise.all([stack().newTeam(), stack().newTeam()]);
  const page = await console.open(mine);
  const other = await page.context().newPage();
  await other.goto("/console/contacts");
  await other.getByRole("heading", { name: "No contacts yet" }).waitFor();
  const whoIsAt = async (at: typeof page) => await at.locator(".shell-who").textContent();
  const before = await whoIsAt(page);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const { data } = ConsoleLinkAnswer.parse((await theirs.request("POST", "/api/console/links")).body);

  await page.goto(data.path);
  await page.getByText(`You are signed in to ${before?.split(" · ")[0]} as test.`).waitFor();
  await looksRight(page, "sign-in-instead");
  await page.getByRole("button", { name: "Stay signed in" }).click();
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  expect(await whoIsAt(page)).toBe(before);

  await page.goto(data.path);
  await page.getByRole("button", { name: "Sign in by the link" }).click();
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  const after = await whoIsAt(page);
  expect(after).not.toBe(before);
  await expect.poll(() => whoIsAt(other)).toBe(after);
  const asked = await fetch(`${stack().api.url}/api/console/session`, { headers: { cookie } });
  expect(asked.status).toBe(401);
});

test("elsewhere an API key does, at the page that was asked for, and signing out ends it", async () => {
  const team = await stack().newTeam();
  const page = await console.visit("/console/try-it");
  await page.getByRole("heading", { name: "Sign in to Onefold" }).waitFor();
  await looksRight(page, "sign-in");
  const key = page.getByLabel("Or paste an API key");
  await key.fill("ofk_0000000000000000000000000000000000");
  await key.press("Enter");
  await page.getByText("The API key is missing or wrong").waitFor();
  await key.fill(team.key);
  await key.press("Enter");
  await page.getByRole("heading", { name: "Try it" }).waitFor();
  expect(page.url()).toBe(`${stack().api.url}/console/try-it`);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in to Onefold" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Sign in to Onefold" }).waitFor();
});

test("what can be no key is told so, and a link brings back to the page that was asked for", async () => {
  const team = await stack().newTeam();
  const page = await console.visit("/console/jobs?of=requests");
  const key = page.getByLabel("Or paste an API key");
  await key.fill("sésame, ouvre-toi 🚪");
  await key.press("Enter");
  await page.getByText("This is no API key").waitFor();
  const { data } = ConsoleLinkAnswer.parse((await team.request("POST", "/api/console/links")).body);
  await page.goto(data.path);
  await page.getByRole("heading", { name: "Jobs", exact: true }).waitFor();
  expect(page.url()).toBe(`${stack().api.url}/console/jobs?of=requests`);
});

test("a session whose key is revoked is shown the page to sign in, whatever it looks at", async () => {
  const team = await stack().newTeam();
  const { teamId, userId } = team;
  const { key, keyId } = await createKey(stack().db, { teamId, userId, name: "for a while" });
  const page = await console.open(stack().clientWith(key));
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  expect((await team.request("DELETE", `/api/keys/${keyId}`)).status).toBe(200);
  await page.getByRole("heading", { name: "Sign in to Onefold" }).waitFor();
  await page.getByText("You are signed out.").waitFor();
});

test("a key is offered the pages that it may see, and is told why of the others", async () => {
  const { teamId, userId } = await stack().newTeam();
  const { key } = await createKey(stack().db, { teamId, userId, name: "form", scopes: ["ingest"] });
  const page = await console.open(stack().clientWith(key));
  await page.getByRole("heading", { name: "Overview needs another key" }).waitFor();
  const offered = page.getByRole("navigation", { name: "Pages" }).getByRole("link");
  expect(await offered.allTextContents()).toEqual(["Try it", "Jobs"]);
  await page.goto("/console/nothing/here");
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await expect.poll(() => page.title()).toBe("Not found · Onefold");
});

test("the theme is the system's until one chooses, and then stays", async () => {
  const page = await console.open(await stack().newTeam(), "/", { theme: "dark" });
  const ground = () => page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
  const dark = await ground();
  await page.getByLabel("Theme").selectOption("light");
  const light = await ground();
  expect(light).not.toBe(dark);
  await page.reload();
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  expect(await ground()).toBe(light);
  await page.getByLabel("Theme").selectOption("system");
  expect(await ground()).toBe(dark);
});

test("on a narrow screen the navigation shows where one is", async () => {
  const page = await console.open(await stack().newTeam(), "/webhooks", { width: 360 });
  const here = page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Webhooks" });
  await expect.poll(async () => (await here.boundingBox())?.x).toBeLessThan(360 - 60);
});

test("by keyboard: the first stop skips to the page, and whoever follows a link is at its top", async () => {
  const page = await console.open(await stack().newTeam());
  const focused = () => page.evaluate("document.activeElement.textContent.trim()");
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("Skip to the page");
  await page.keyboard.press("Enter");
  expect(await page.evaluate("document.activeElement.id")).toBe("main");
  await page.getByRole("link", { name: "Try it" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Try it" }).waitFor();
  expect(await page.evaluate("document.activeElement.id")).toBe("main");
});
