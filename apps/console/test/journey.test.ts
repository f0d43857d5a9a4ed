import { expect, test } from "vitest";
import { useStack } from "../../../test/e2e/support/on-each-backend.ts";
import { startWebhookReceiver } from "../../../test/support/webhook-receiver.ts";
import { useConsole } from "./support/browser.ts";

const stack = useStack({ env: { WEBHOOK_ALLOW_PRIVATE: "127.0.0.1" } });
const console = useConsole(stack);

const LINKEDIN = "https://www.linkedin.com/in/jane-example";
const PEOPLE = "Mail address,Vorname\nada@example.com,Ada\nno mail,Bob\n";

/** Each page has tests of its own: this one says that one gets from each to the next, in one session and by links alone. */
test("somebody new goes through all pages in one session", async () => {
  let secret = "";
  await using receiver = await startWebhookReceiver(
    () => secret,
    () => 200,
  );
  const team = await stack().newTeam();
  const page = await console.open(team);
  const nav = page.getByRole("navigation", { name: "Pages" });
  const heading = (name: string | RegExp) => page.getByRole("heading", { name, exact: true }).waitFor();
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const inDialog = page.getByRole("dialog");
  const visited: string[] = [];
  const visit = async (name: string) => {
    visited.push(name);
    await nav.getByRole("link", { name, exact: true }).click();
    await heading(name);
    await expect.poll(() => page.title()).toBe(`${name} · Onefold`);
  };

  await visit("Overview");
  await page.getByText("nothing is wrong").waitFor();

  await visit("Try it");
  await press("Send 50 at once");
  await page.getByText("One record.", { exact: true }).waitFor({ timeout: 40_000 });
  await page.getByLabel("How many people").selectOption("100");
  await press("Upload");
  await page.getByRole("region", { name: "A batch" }).getByText("completed").waitFor({ timeout: 40_000 });

  await visit("Jobs");
  await page.getByRole("region", { name: "Uploads" }).getByRole("link").click();
  await page.getByText("100 of 100 rows").waitFor();
  await page.getByRole("link", { name: "The story of row 7" }).click();
  await page.getByRole("region", { name: "Row 7" }).getByRole("link", { name: /^ctc_/ }).click();
  await page.getByRole("button", { name: "Edit Job title" }).click();
  await inDialog.getByLabel("Job title").fill("محمد 🚀");
  await inDialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("row", { name: /^Job title محمد 🚀/ }).waitFor();

  await team.contact({ email: "jane@example.com", firstName: "Jane" });
  await team.contact({ linkedinUrl: LINKEDIN });
  await team.contact({ email: "jane@example.com", linkedinUrl: LINKEDIN });
  await visit("Conflicts");
  await page.getByRole("link", { name: /^Compare/ }).click();
  await press("Merge into the first");
  await press("Take back");
  await press("Take it back");
  await page.getByRole("region", { name: "Merges" }).getByText("taken back").waitFor();

  await visit("Import");
  await page
    .getByLabel("Or choose a file")
    .setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(PEOPLE) });
  await page.getByLabel("Field of Mail address").selectOption("email");
  await page.getByRole("row", { name: "Mail address" }).getByText("ada@example.com").waitFor();
  await press("Dry run");
  await heading("Rejected: 1 row");
  await press("Import");
  await heading("Upload of contacts");
  await page.getByLabel("email of row 1").fill("bob@example.com");
  await press("Send 1 mended");
  await page.getByText("1 of 1 rows").waitFor();
  expect((await team.readContact("bob@example.com")).fields).toMatchObject({ firstName: "Bob" });

  await visit("Webhooks");
  await press("Add a webhook");
  await page.getByLabel("URL").fill(receiver.url);
  await press("Add it");
  secret = (await inDialog.locator("pre").textContent()) ?? "";
  await press("I have kept it");
  await press("Send a test");
  await page.getByRole("row", { name: /^Attempt 1 delivered/ }).waitFor();

  await visit("Dead letters");
  await heading("No dead letters");

  await visit("Settings");
  await page.getByRole("link", { name: "Fields" }).click();
  await press("Add a field");
  await inDialog.getByRole("textbox", { name: /^Name/ }).fill("seniority");
  await press("Add it");
  await page.getByRole("cell", { name: "seniority" }).first().waitFor();
  await page.getByRole("link", { name: "Identity rules" }).click();
  await page.getByLabel("Never identify anybody").fill("info@*");
  await press("Save");
  await page.getByText("Saved:").waitFor();
  await page.getByRole("link", { name: "Keys" }).click();
  await page.getByRole("cell", { name: /this session/ }).waitFor();

  await team.company({ name: "Acme", domain: "acme.example.com" });
  await visit("Companies");
  await page.getByRole("link", { name: "Acme" }).click();
  await page.getByText("No contact is linked to it.").waitFor();

  await visit("Contacts");
  await page.getByLabel("Search").fill("bob@");
  await page.getByText("1 contact.").waitFor();
  await page.getByRole("link", { name: "Bob" }).click();
  await press("Delete");
  await inDialog.getByRole("textbox").fill("bob@example.com");
  await press("Erase the contact");
  await page.getByText("The contact was erased.").waitFor();
  await page.goBack();
  await heading("There is no such contact");

  expect(visited.toSorted()).toEqual((await nav.getByRole("link").allTextContents()).toSorted());
  // Each is there again when it is reloaded, and for whom it was asked for before signing in.
  for (const link of await nav.getByRole("link").all()) {
    await page.goto(new URL((await link.getAttribute("href")) ?? "", stack().api.url).href);
    await heading((await nav.locator("[aria-current]").textContent()) ?? "");
  }
  await press("Sign out");
  await page.getByLabel("Or paste an API key").fill(team.key);
  await press("Sign in");
  await heading("Webhooks");
});
