import { createKey } from "@onefold/records";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { looksRight, useConsole } from "./support/browser.ts";

const stack = useSharedStack();
const console = useConsole(stack);

/** What makes a page wider than its window. */
async function wider(page: Page): Promise<unknown> {
  return await page.evaluate(`
    const { scrollWidth, clientWidth } = document.documentElement;
    const isIn = (element) => element.closest(".table-scroll, .shell-nav");
    scrollWidth <= clientWidth ? [] : [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > clientWidth && !isIn(element))
      .map((element) => element.outerHTML.slice(0, 100))`);
}

test("where there is nothing yet, the page says how to add a first one", async () => {
  const page = await console.open(await stack().newTeam(), "/contacts");
  await page.getByRole("heading", { name: "There are no contacts yet" }).waitFor();
  await page.getByText("curl -X POST").waitFor();
  await looksRight(page, "contacts-empty");
  await page.getByRole("link", { name: "Companies" }).click();
  await page.getByRole("heading", { name: "There are no companies yet" }).waitFor();
});

test("a list is searched as one types, filtered, ordered and paged, and its address can be shared", async () => {
  const team = await stack().newTeam();
  await team.company({ name: "Acme", domain: "acme.example.com", industry: "Tools", location: "Lyon" });
  const rows = Array.from({ length: 60 }, (_, index) => ({
    email: `person${String(index).padStart(2, "0")}@example.com`,
    firstName: index === 7 ? "Jane" : "Sam",
    lastName: `Example${index}`,
    jobTitle: "Engineer",
    ...(index < 3 && { companyDomain: "acme.example.com" }),
  }));
  const raw = rows.map((row) => JSON.stringify(row)).join("\n");
  const upload = await team.request("POST", "/api/contacts/batch", {
    raw,
    headers: { "Content-Type": "application/x-ndjson" },
  });
  expect(upload.status).toBe(202);
  await expect.poll(async () => (await team.get("/api/contacts?limit=1")).body).toMatchObject({ total: 60 });

  const page = await console.open(team, "/contacts");
  const links = page.getByRole("region", { name: "Contacts" }).getByRole("row");
  await page.getByText("60 contacts.").waitFor();
  expect(await links.count()).toBe(51);
  await looksRight(page, "contacts");
  await page.getByRole("link", { name: "Next page" }).click();
  await page.getByRole("heading", { name: "From 51 on" }).waitFor();
  await expect.poll(() => links.count()).toBe(11);
  const shared = page.url();
  await page.goBack();
  await page.getByRole("heading", { name: "First page" }).waitFor();
  await page.goto(shared);
  await page.getByRole("heading", { name: "From 51 on" }).waitFor();

  await page.getByLabel("Search").pressSequentially("jan");
  await page.getByText("1 contact.").waitFor();
  expect(new URL(page.url()).search).toBe("?search=jan");
  await page.getByRole("link", { name: "Jane Example7" }).waitFor();
  await page.getByLabel("Search").fill("");
  await page.getByText("60 contacts.").waitFor();
  await page.getByLabel("Filter").selectOption("Company's domain is");
  await page.getByRole("textbox", { name: "Company's domain is" }).fill("acme.example.com");
  await page.getByText("3 contacts.").waitFor();
  await page.getByLabel("Order").selectOption("Oldest first");
  await expect.poll(() => links.nth(1).textContent()).toContain("person00@");
  await page.getByRole("textbox", { name: "Company's domain is" }).fill("nobody.example.com");
  await page.getByRole("heading", { name: "No contact is so" }).waitFor();
  await page.setViewportSize({ width: 360, height: 700 });
  await page.goto("/console/contacts");
  await page.getByText("60 contacts.").waitFor();
  expect(await wider(page)).toEqual([]);
  await looksRight(page, "contacts-narrow");
});

test("a field is edited, cleared, and tells who set it and what stood before", async () => {
  const team = await stack().newTeam();
  const { body } = await team.contact({ email: "jane@example.com", firstName: "Jane", jobTitle: "CTO" });
  const page = await console.open(team, `/contacts/${body.data._id}`);
  const fields = page.getByRole("region", { name: "Fields" }).first();
  await fields.getByRole("button", { name: "Edit Job title" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit Job title" });
  expect(await dialog.getByLabel("Job title").inputValue()).toBe("CTO");
  await looksRight(page, "contact-edit");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await fields.getByRole("button", { name: "Edit Job title" }).click();
  await dialog.getByLabel("Job title").fill("CEO");
  await page.keyboard.press("Enter");
  await page.getByText("Job title is saved.").waitFor();
  const row = fields.getByRole("row", { name: /Job title/ });
  await expect.poll(() => row.textContent()).toMatch(/CEO.*by .*CTO/);
  await row.getByRole("button", { name: "Clear Job title" }).click();
  await expect.poll(() => row.textContent()).toMatch(/empty.*CEO/);
  const { fields: stored } = await team.readContact("jane@example.com");
  expect(stored).not.toHaveProperty("jobTitle");
  await fields.getByRole("button", { name: /Show \d+ empty ones/ }).click();
  await fields.getByRole("button", { name: "Edit Location" }).waitFor();
});

test("e-mails are added, made primary and removed, and each says how it came", async () => {
  const team = await stack().newTeam();
  const { body } = await team.contact({ email: "jane@example.com", firstName: "Jane" });
  await team.contact({ email: "other@example.com" });
  const page = await console.open(team, `/contacts/${body.data._id}`);
  const identifiers = page.getByRole("region", { name: "Identifiers" });
  await identifiers.getByText("it was created with it").waitFor();
  const add = async (value: string) => {
    await identifiers.getByRole("button", { name: "Add" }).click();
    await page.getByLabel("Value").fill(value);
    await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
  };
  await add("j.example@example.com");
  await identifiers.getByText("given to it").waitFor();
  await identifiers.getByRole("button", { name: "Make primary j.example@example.com" }).click();
  await page.getByText("j.example@example.com is the primary e-mail.").waitFor();
  await identifiers.getByRole("button", { name: "Remove jane@example.com" }).click();
  await page.getByRole("button", { name: "Remove it" }).click();
  await page.getByRole("status").getByText("jane@example.com was removed.").waitFor();
  expect((await team.readContact(body.data._id)).emails).toEqual([{ value: "j.example@example.com" }]);
});

test.each(["merge", "prefer"] as const)(
  "an identifier that is another record's stays there, and is told, where the team would %s",
  async (onConflict) => {
    const team = await stack().newTeam({ onConflict });
    const { body } = await team.contact({ email: "jane@example.com" });
    const { body: other } = await team.contact({ email: "other@example.com" });
    const page = await console.open(team, `/contacts/${body.data._id}`);
    await page.getByRole("region", { name: "Identifiers" }).getByRole("button", { name: "Add" }).click();
    const value = page.getByLabel("Value");
    await value.fill("other@example.com");
    await value.press("Enter");
    await page.getByRole("alert").getByText("it is another contact's").waitFor();
    expect(await value.inputValue()).toBe("other@example.com");
    expect((await team.readContact("other@example.com"))._id).toBe(other.data._id);
    await value.fill("test@test.com");
    await value.press("Enter");
    await page.getByRole("alert").getByText("such a value names nobody").waitFor();
    await page.goto("/console/conflicts");
    await page.getByRole("cell", { name: "other@example.com" }).first().waitFor();
  },
);

test("a record is found by an e-mail in its address, however that is written", async () => {
  const team = await stack().newTeam();
  const { body } = await team.contact({ email: "jane@example.com" });
  for (const name of ["jane@example.com", "jane%40example.com"]) {
    const page = await console.open(team, `/contacts/${name}`);
    await expect.poll(() => page.url()).toBe(`${stack().api.url}/console/contacts/${body.data._id}`);
  }
});

test("long values, and those of other scripts, make no page wider", async () => {
  const team = await stack().newTeam();
  await team.company({ name: `شركة ${"Acme".repeat(50)}`, domain: "acme.example.com" });
  const { body } = await team.contact({
    email: `jane.${"x".repeat(50)}@example.com`,
    firstName: "محمد عبد الله",
    lastName: "👩‍💻 Zoë",
    jobTitle: "T".repeat(300),
    companyDomain: "acme.example.com",
  });
  for (const width of [360, 1_280]) {
    const page = await console.open(team, `/contacts/${body.data._id}`, { width });
    await page.getByRole("region", { name: "Jobs at companies" }).getByText("current").waitFor();
    expect(await wider(page)).toEqual([]);
    // What is long takes more lines, not the others' place.
    const short = page
      .getByRole("row", { name: /First name/ })
      .getByRole("cell")
      .nth(1);
    expect((await short.boundingBox())?.width).toBeGreaterThanOrEqual(120);
    await page.goto("/console/contacts");
    await page.getByRole("link", { name: "محمد" }).waitFor();
    expect(await wider(page)).toEqual([]);
  }
});

test("a merge tells why this is one person, and is taken back", async () => {
  const team = await stack().newTeam({ onConflict: "merge" });
  await team.company({ name: "Acme", domain: "acme.example.com" });
  const linkedinUrl = "https://www.linkedin.com/in/jane-example";
  const { body: first } = await team.contact({
    email: "jane@example.com",
    firstName: "Jane",
    lastName: "Example",
    jobTitle: "CTO",
    companyDomain: "acme.example.com",
  });
  const { body: second } = await team.contact({ linkedinUrl, location: "Lyon" });
  await team.contact({ email: "jane@example.com", linkedinUrl });
  const page = await console.open(team, `/contacts/${second.data._id}`, { width: 1_600 });
  // The merged id leads to the survivor.
  await expect.poll(() => page.url()).toContain(first.data._id);
  const why = page.getByRole("region", { name: "Why is this one person?" });
  await why.getByText(`they became one`).waitFor();
  await why.getByText("Created with e-mail jane@example.com.").waitFor();
  await why.getByText(`Created with LinkedIn URL ${linkedinUrl}.`).waitFor();
  const location = page
    .getByRole("region", { name: "Fields" })
    .first()
    .getByRole("row", { name: /Location/ });
  expect(await location.textContent()).toContain(`set at ${second.data._id}`);
  await looksRight(page, "contact");
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await wider(page)).toEqual([]);
  await looksRight(page, "contact-narrow");
  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByRole("button", { name: "Take it back" }).click();
  await page.getByText("stands by itself again").waitFor();
  await page.getByRole("region", { name: "Merges" }).getByText("taken back").waitFor();
  expect((await team.readContact(second.data._id))._id).toBe(second.data._id);
});

test("a contact is unsubscribed, subscribed again, and erased once its e-mail was typed", async () => {
  const team = await stack().newTeam();
  const { body } = await team.contact({ email: "jane@example.com", firstName: "Jane" });
  const page = await console.open(team, `/contacts/${body.data._id}`);
  await page.getByRole("button", { name: "Unsubscribe" }).click();
  await page.getByRole("button", { name: "Subscribe again" }).click();
  await page.getByRole("button", { name: "Unsubscribe" }).waitFor();
  expect((await team.readContact(body.data._id)).unsubscribed).toBe(false);
  await page.getByRole("button", { name: "Delete" }).click();
  const erase = page.getByRole("button", { name: "Erase the contact" });
  expect(await erase.isDisabled()).toBe(true);
  await page.getByLabel("Type jane@example.com to confirm").fill("jane@example.org");
  expect(await erase.isDisabled()).toBe(true);
  await page.getByLabel("Type jane@example.com to confirm").fill("jane@example.com");
  await looksRight(page, "contact-erase");
  await erase.click();
  await page.getByText("The contact was erased.").waitFor();
  await page.getByRole("heading", { name: "There are no contacts yet" }).waitFor();
  expect((await team.get(`/api/contacts/${body.data._id}`)).status).toBe(404);
  await page.goto(`/console/contacts/${body.data._id}`);
  await page.getByRole("heading", { name: "There is no such contact" }).waitFor();
});

test("a company shows its contacts, and is erased with them unlinked", async () => {
  const team = await stack().newTeam();
  const { body } = await team.company({ name: "Acme", domain: "acme.example.com", industry: "Tools" });
  await team.contact({ email: "jane@example.com", jobTitle: "CTO", companyDomain: "acme.example.com" });
  const page = await console.open(team, `/companies/${body.data._id}`);
  await page
    .getByRole("region", { name: "Contacts" })
    .getByRole("link", { name: "jane@example.com" })
    .waitFor();
  await looksRight(page, "company");
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByLabel("Type acme.example.com to confirm").fill("acme.example.com");
  await page.getByRole("button", { name: "Erase the company" }).click();
  await page.getByRole("alert").getByText("1 contact is linked to this company").waitFor();
  await page.getByLabel("Unlink its contacts").check();
  await page.getByRole("button", { name: "Erase the company" }).click();
  await page.getByRole("heading", { name: "There are no companies yet" }).waitFor();
  expect((await team.readContact("jane@example.com")).companyId).toBeUndefined();
});

test("a read key is offered nothing that acts", async () => {
  const team = await stack().newTeam({ onConflict: "merge" });
  const { teamId, userId } = team;
  const linkedinUrl = "https://www.linkedin.com/in/jane-example";
  const { body } = await team.contact({ email: "jane@example.com", jobTitle: "CTO" });
  await team.contact({ linkedinUrl });
  await team.contact({ email: "jane@example.com", linkedinUrl });
  const { key } = await createKey(stack().db, { teamId, userId, name: "looks", scopes: ["read"] });
  const page = await console.open(stack().clientWith(key), `/contacts/${body.data._id}`);
  await page.getByText("they became one").waitFor();
  const offered = await page.getByRole("main").getByRole("button").allTextContents();
  expect(offered).toEqual([expect.stringMatching(/^Show \d+ empty ones$/)]);
});
