import { expect, test } from "vitest";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { importTeam } from "./support/import-team.ts";

const stack = useSharedStack();

const CURSOR = /To go on: --after (\S+)\n$/;
const eventsOf = (text: string) =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line).event);

test("what happened is written to the end, and from a cursor on", async () => {
  await using team = await importTeam(stack());
  await team.client.contact({ email: "jane@example.com" });
  await team.client.contact({ email: "jane@example.com", jobTitle: "CTO" });
  const all = await team.run(["changes"]);
  expect(all.code, all.output).toBe(0);
  expect(eventsOf(all.stdout)).toEqual(["created", "updated"]);
  const [, cursor = ""] = all.output.match(CURSOR) ?? [];
  await team.client.contact({ email: "john@example.com" });
  await team.client.post("/api/v2/unsubscribes/contacts/jane@example.com", {});
  const rest = await team.run(["changes", "--after", cursor, "--entity", "contact"]);
  expect(eventsOf(rest.stdout)).toEqual(["created", "subscription"]);
  const some = await team.run(["changes", "--events", "updated,subscription"]);
  expect(eventsOf(some.stdout)).toEqual(["updated", "subscription"]);
  expect(eventsOf((await team.run(["changes", "--after", "now"])).stdout)).toEqual([]);
});

test("it is followed until it is stopped, and says then after what to go on", async () => {
  await using team = await importTeam(stack());
  await team.client.contact({ email: "jane@example.com" });
  await using following = team.start(["changes", "--follow"]);
  await following.waitFor(/"created"/);
  await team.client.contact({ email: "jane@example.com", jobTitle: "CTO" });
  await following.waitFor(/"updated"/);
  following.kill("SIGINT");
  expect(await following.ended()).toBe(130);
  const [, cursor = ""] = following.output().match(CURSOR) ?? [];
  expect(eventsOf(following.stdout())).toEqual(["created", "updated"]);
  const rest = await team.run(["changes", "--after", cursor]);
  // The page that was being written may come again, and nothing is missing.
  expect([[], ["updated"]]).toContainEqual(eventsOf(rest.stdout));
});

test("a reader may leave, which is no error", async () => {
  await using team = await importTeam(stack());
  await team.client.contact({ email: "jane@example.com" });
  await using left = team.start(["changes", "--follow"], { reader: "head -n 1" });
  await left.waitFor(/"created"/);
  // That its reader left is seen when something is written to it.
  let n = 0;
  const more = () => team.client.contact({ email: "jane@example.com", firstName: `J${n++}` });
  const ended = left.ended();
  while ((await Promise.race([ended, more().then(() => "running")])) === "running");
  expect(await ended, left.output()).toBe(0);
  expect(left.output()).toMatch(CURSOR);
});

test.each([
  [["--events", "created,gone"], 1, /It takes some of created/],
  [["--entity", "x"], 1, /Allowed choices are contact, company/],
  [["--after", "x"], 1, /cursor/],
  [["--key", "wrong"], 4, /API key/],
])("%j: exit code %i", async (args, code, message) => {
  await using team = await importTeam(stack());
  const run = await team.run(["changes", ...args]);
  expect(run).toMatchObject({ code, output: expect.stringMatching(message) });
});
