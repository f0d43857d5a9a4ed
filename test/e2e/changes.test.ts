import { ChangeFeed } from "@onefold/contract";
import { expect, test } from "vitest";
import { refused } from "./support/client.ts";
import type { Client } from "./support/client.ts";
import { onEachSharedStack } from "./support/shared-stacks.ts";
import { until } from "./support/until.ts";

async function page(client: Client, query: string): Promise<ChangeFeed> {
  const { status, body } = await client.get(`/api/changes?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return ChangeFeed.parse(body);
}

onEachSharedStack((stack) => {
  /** Follows the feed until it has told of that many events. */
  async function events(team: Client, count: number, query = "") {
    const data: ChangeFeed["data"] = [];
    let after = "";
    await until(`${count} events`, 30_000, async () => {
      const next = await page(team, `limit=3&wait=2${query}${after && `&after=${after}`}`);
      after = next.nextCursor;
      data.push(...next.data);
      return data.length >= count;
    });
    return data;
  }

  test("the feed tells what was created, changed, said of consent, deleted, and that a batch ended", async () => {
    const team = await stack().newTeam();
    const { _id: jane } = (await team.contact({ email: "jane@example.com", jobTitle: "CTO" })).body.data;
    const { clock } = (await team.contact({ email: "jane@example.com", jobTitle: "CEO" })).body.job;
    await team.post("/api/v2/unsubscribes/contacts/jane@example.com", {});
    const batch = await team.post("/api/contacts/batch", [{ email: "john@example.com" }]);
    const job = Object(batch.body).job.id;
    await team.job(job, 30);
    const told = await events(team, 5);
    expect(told.map(({ event, entity }) => `${entity} ${event}`)).toEqual([
      "contact created",
      "contact updated",
      "contact subscription",
      "contact created",
      "contact job_ended",
    ]);
    expect(told[0]).toMatchObject({
      recordId: jane,
      changes: { email: { to: "jane@example.com" }, jobTitle: { to: "CTO" } },
    });
    expect(told[1]).toMatchObject({
      recordId: jane,
      clock,
      changes: { jobTitle: { from: "CTO", to: "CEO" } },
    });
    expect(told[2]).toMatchObject({ changes: { unsubscribed: { to: true } } });
    expect(told[4]).toMatchObject({ jobId: job, job: { id: job, status: "completed" } });
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);

    await team.request("DELETE", "/api/contacts/jane@example.com");
    const left = await events(team, 3);
    expect(left.map(({ event }) => event)).toEqual(["created", "job_ended", "deleted"]);
    expect(left[2]).toMatchObject({ recordId: jane });
    expect(JSON.stringify(left)).not.toContain("jane@example.com");
    const some = await events(team, 1, "&events=job_ended,merged&entity=contact");
    expect(some.map(({ event }) => event)).toEqual(["job_ended"]);
  });

  test("who waits is told as soon as something happens, and an end of nothing has a cursor", async () => {
    const team = await stack().newTeam();
    const { nextCursor, data, more } = await page(team, "after=now");
    expect({ data, more }).toEqual({ data: [], more: false });
    const begun = performance.now();
    const waiting = page(team, `after=${nextCursor}&wait=30`);
    await team.contact({ email: "jane@example.com" });
    expect((await waiting).data.map(({ event }) => event)).toEqual(["created"]);
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  test.each([
    "limit=0",
    "limit=1001",
    "wait=61",
    "events=",
    "events=created,gone",
    "entity=x",
    "after=x",
    "nothing=1",
  ])("%s is refused", async (query) => {
    const team = await stack().newTeam();
    refused(await team.get(`/api/changes?${query}`), 400, "INVALID_REQUEST");
  });

  test("another team's cursor is refused", async () => {
    const [one, other] = [await stack().newTeam(), await stack().newTeam()];
    const { nextCursor } = await page(one, "after=now");
    refused(await other.get(`/api/changes?after=${nextCursor}`), 400, "INVALID_REQUEST");
  });
});
