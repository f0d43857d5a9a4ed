import { ChangeEvent, ChangeFeed } from "@onefold/contract";
import { EventSource } from "eventsource";
import { expect, test } from "vitest";
import { basic, refused } from "./support/client.ts";
import type { Client } from "./support/client.ts";
import { onEachSharedStack } from "./support/shared-stacks.ts";
import { until } from "./support/until.ts";
import { startFrailProxy } from "./upload-jobs/support/frail-proxy.ts";

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

  test("an EventSource follows the feed across a cut connection, and is told each event once", async () => {
    const team = await stack().newTeam();
    await using proxy = await startFrailProxy(stack().api.url);
    const told: { type: string; id: string; event: ChangeEvent }[] = [];
    const source = new EventSource(`${proxy.url}/api/changes/events?events=created,updated`, {
      fetch: (url, init) =>
        fetch(url, { ...init, headers: { ...init.headers, Authorization: basic("", team.key) } }),
    });
    for (const type of ["created", "updated"])
      source.addEventListener(type, ({ data, lastEventId: id }) =>
        told.push({ type, id, event: ChangeEvent.parse(JSON.parse(data)) }),
      );
    try {
      await team.contact({ email: "jane@example.com" });
      await until("the first", 20_000, async () => told.length === 1);
      proxy.cut();
      await team.contact({ email: "jane@example.com", jobTitle: "CEO" });
      await until("the second", 20_000, async () => told.length >= 2);
      await team.contact({ email: "john@example.com" });
      await until("the third", 20_000, async () => told.length >= 3);
    } finally {
      source.close();
    }
    expect(told.map(({ type, event }) => [type, event.event])).toEqual([
      ["created", "created"],
      ["updated", "updated"],
      ["created", "created"],
    ]);
    // An id is a cursor of the pages, too.
    const rest = await page(team, `events=created,updated&after=${told[1]?.id}`);
    expect(rest.data.map(({ id }) => id)).toEqual([told[2]?.event.id]);
  });

  test("another team's cursor is refused", async () => {
    const [one, other] = [await stack().newTeam(), await stack().newTeam()];
    const { nextCursor } = await page(one, "after=now");
    refused(await other.get(`/api/changes?after=${nextCursor}`), 400, "INVALID_REQUEST");
  });
});
