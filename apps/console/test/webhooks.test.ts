import { WebhookAnswer } from "@onefold/contract";
import { createKey } from "@onefold/records";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useStack } from "../../../test/e2e/support/on-each-backend.ts";
import { startWebhookReceiver } from "../../../test/support/webhook-receiver.ts";
import { looksRight, useConsole } from "./support/browser.ts";

const stack = useStack({ env: { WEBHOOK_ALLOW_PRIVATE: "127.0.0.1" } });
const console = useConsole(stack);

/** Adds a webhook by the page, and gives its secret and its route. */
async function add(page: Page, url: string) {
  await page.getByRole("button", { name: "Add a webhook" }).click();
  await page.getByLabel("URL").fill(url);
  await page.getByLabel("URL").press("Enter");
  const secret = (await page.getByRole("dialog").locator("pre").textContent()) ?? "";
  await page.getByRole("button", { name: "I have kept it" }).click();
  await page.waitForURL("**/webhooks/hoo_*");
  return { secret, path: `/api${new URL(page.url()).pathname.replace("/console", "")}` };
}

test("a webhook is added, its attempts are seen with what is sent, and one message and all since a time go again", async () => {
  let secret = "";
  await using receiver = await startWebhookReceiver(
    () => secret,
    () => 200,
  );
  const team = await stack().newTeam();
  const page = await console.open(team, "/webhooks");
  await page.getByRole("heading", { name: "Nobody is told yet" }).waitFor();
  ({ secret } = await add(page, receiver.url));
  const jane = (await team.contact({ email: "jane@example.com", firstName: "Jane" })).body.data._id;
  await page.getByRole("link", { name: "Attempt 1" }).click();
  const attempt = page.getByRole("region", { name: "Attempt 1" });
  await attempt.getByRole("link", { name: jane }).waitFor();
  await attempt.getByRole("region", { name: "What was answered" }).getByText("ok").waitFor();
  const body = await attempt.getByRole("region", { name: "What would be sent now" }).textContent();
  expect(JSON.parse(body ?? "")).toMatchObject({ type: "contact.created", data: { recordId: jane } });
  await looksRight(page, "webhook");

  await attempt.getByRole("button", { name: "Send it again" }).click();
  await page.getByRole("link", { name: "Attempt 2" }).waitFor();
  const [first, again] = receiver.log;
  expect(again?.message).toEqual({ ...first?.message, timestamp: again?.message.timestamp });
  expect(again?.id).not.toBe(first?.id);

  await page.getByRole("button", { name: "Send a test" }).click();
  await page.getByRole("row", { name: /Attempt 3 .* a test a made-up person/ }).waitFor();
  expect(receiver.log[2]?.message.data.test).toBe(true);
  const since = page.getByRole("region", { name: "Send again what was sent before" });
  await since.getByRole("button", { name: "Send them again" }).click();
  await page.getByRole("link", { name: "Attempt 4" }).waitFor();
  expect(receiver.log[3]?.message.data).toMatchObject({ events: ["created"], recordId: jane });

  await page.setViewportSize({ width: 360, height: 800 });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
});

test("one that fails says so; it is edited, disabled and enabled, gets a new secret, and is deleted by its name", async () => {
  let [secret, status] = ["", 503];
  await using receiver = await startWebhookReceiver(
    () => secret,
    () => status,
  );
  const team = await stack().newTeam();
  const page = await console.open(team, "/webhooks", { width: 1_600 });
  await page.getByRole("button", { name: "Add a webhook" }).click();
  await page.getByLabel("URL").fill("http://10.0.0.1/");
  await page.getByRole("button", { name: "Add it" }).click();
  await page.getByRole("alert").getByText("url must").waitFor();
  await looksRight(page, "webhooks-add");
  await page.getByRole("button", { name: "Cancel" }).click();

  const made = await add(page, receiver.url);
  ({ secret } = made);
  const webhook = async () => WebhookAnswer.parse((await team.get(made.path)).body).data;
  await page.getByRole("button", { name: "Send a test" }).click();
  const how = page.getByRole("region", { name: "How it goes" });
  await how.getByText("failing", { exact: true }).waitFor();
  await page.getByRole("row", { name: /Attempt 1 failed 503/ }).waitFor();
  expect(await webhook()).toMatchObject({ waiting: 1, lastAttempt: { outcome: "failed", status: 503 } });
  await page.getByRole("link", { name: "All webhooks" }).click();
  const row = page.getByRole("row", { name: /failing/ });
  await row.waitFor();
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
  await looksRight(page, "webhooks-narrow");
  await row.getByRole("link").click();

  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("created").uncheck();
  await page.getByRole("dialog").getByRole("combobox").selectOption("Contacts");
  await page.getByRole("button", { name: "Save" }).click();
  await how.getByText("updated, merged, split").waitFor();
  await page.getByRole("button", { name: "Disable" }).click();
  await how.getByText("disabled", { exact: true }).waitFor();
  expect(await page.getByRole("button", { name: /Send/ }).count()).toBe(0);
  expect(await webhook()).toMatchObject({ enabled: false, entity: "contact", disabledReason: "asked" });
  // What failed is sent at once.
  status = 204;
  await page.getByRole("button", { name: "Enable" }).click();
  await how.getByText("delivering", { exact: true }).waitFor();

  await page.getByRole("button", { name: "Rotate the secret" }).click();
  await page.getByRole("button", { name: "Make it" }).click();
  const rotated = page.getByRole("dialog", { name: "The new secret" }).locator("pre");
  expect(await rotated.textContent()).toMatch(/^whsec_/);
  expect(await rotated.textContent()).not.toBe(secret);
  // It is told this once: a key that is hit too quickly doesn't lose it.
  await page.keyboard.press("Escape");
  expect(await rotated.isVisible()).toBe(true);
  await page.getByRole("button", { name: "I have kept it" }).click();
  await how.getByText("The secret before signs until").waitFor();

  await page.getByRole("button", { name: "Delete" }).click();
  const remove = page.getByRole("button", { name: "Delete the webhook" });
  expect(await remove.isDisabled()).toBe(true);
  await page.getByLabel(/^Type 127/).fill(new URL(receiver.url).host);
  await remove.click();
  await page.getByRole("heading", { name: "Nobody is told yet" }).waitFor();
  expect((await team.get(made.path)).status).toBe(404);
});

test("a read key isn't offered webhooks, since their addresses are secrets", async () => {
  const { teamId, userId } = await stack().newTeam();
  const { key } = await createKey(stack().db, { teamId, userId, name: "looks", scopes: ["read"] });
  const page = await console.open(stack().clientWith(key), "/webhooks");
  await page.getByRole("heading", { name: "Webhooks needs another key" }).waitFor();
  await page.getByText("lacks the scope admin.").waitFor();
  expect(await page.getByRole("link", { name: "Webhooks" }).count()).toBe(0);
});
