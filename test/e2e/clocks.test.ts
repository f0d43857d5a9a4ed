import { History, JobResults } from "@onefold/contract";
import type { Job } from "@onefold/contract";
import { expect, test } from "vitest";
import { callsOf } from "./operations/support/calls.ts";
import { refused } from "./support/client.ts";
import type { Client } from "./support/client.ts";
import { onEachSharedStack } from "./support/shared-stacks.ts";
import { until } from "./support/until.ts";

onEachSharedStack((stack) => {
  async function historyOf(team: Client, id: string) {
    return History.parse((await team.get(`/api/contacts/${id}/history`)).body).data;
  }

  async function resultsOf(team: Client, jobId: string, query = "") {
    return JobResults.parse((await team.get(`/api/jobs/${jobId}/results${query}`)).body).data;
  }

  async function ended(team: Client, rows: unknown[], query = ""): Promise<Job> {
    const { body } = await team.post(`/api/contacts/batch${query}`, rows);
    return await until("the job's end", 30_000, async () => {
      const job = await team.job(Object(body).job.id, 10);
      return job.finishedAt !== undefined && job;
    });
  }

  test("an upsert's answer, its repeat, its job and the history tell one clock, and later ones are higher", async () => {
    const team = await stack().newTeam();
    const before = Date.now();
    const headers = { "Idempotency-Key": "k" };
    const first = (await team.contact({ email: "jane@example.com", firstName: "Jane" }, { headers })).body;
    const { job, data } = first;
    const clock = job.clock ?? expect.fail("no clock");
    expect(Number.isSafeInteger(clock)).toBe(true);
    expect(Math.abs(clock / 1_000 - before)).toBeLessThan(30_000);
    expect((await team.contact({ email: "jane@example.com", firstName: "Jane" }, { headers })).body).toEqual(
      first,
    );
    expect(await team.job(job.id)).toMatchObject({ clock, result: { job: { clock } } });

    // What changes nothing is a write all the same: an older one comes after it in vain.
    const same = (await team.contact({ email: "jane@example.com", firstName: "Jane" })).body;
    expect(same.data.outcome).toBe("unmodified");
    const accepted = (await team.acceptedContact({ email: "jane@example.com", firstName: "Joan" })).body.job;
    expect(accepted).not.toHaveProperty("clock");
    const later = await until("it was applied", 10_000, async () => (await team.job(accepted.id)).clock);
    const clocks = [later, same.job.clock, clock];
    expect(clocks).toEqual(clocks.toSorted((a, b) => Number(b) - Number(a)));
    const history = await historyOf(team, data._id);
    expect(history.map((entry) => entry.clock)).toEqual(clocks);
    expect(history.map((entry) => entry.job.clock)).toEqual(clocks);
  });

  test("operations tell it in their answers, their jobs and the history", async () => {
    const team = await stack().newTeam();
    const { merge, undo, removeEmail, setPrimaryEmail } = callsOf(team);
    const jane = (await team.contact({ email: "jane@example.com", additionalEmails: ["j@example.com"] }))
      .body;
    const doe = (await team.contact({ email: "doe@example.com" })).body;
    const id = jane.data._id;
    const merged = await merge(id, doe.data._id);
    const undone = await undo(merged.undoUrl);
    const primary = await setPrimaryEmail(id, "j@example.com");
    const removed = await removeEmail(id, "jane@example.com");
    expect((await team.request("POST", `/api/v2/unsubscribes/contacts/${id}`)).status).toBe(200);

    const links = [jane.job, merged.job, undone.job, primary.job, removed.job];
    for (const link of links) expect((await team.job(link?.id ?? "")).clock).toBe(link?.clock);
    const [unsubscribed, ...told] = (await historyOf(team, id)).map(({ clock }) => clock);
    expect(told).toEqual(links.map((link) => link?.clock).toReversed());
    expect(unsubscribed).toBeGreaterThan(told[0] ?? Infinity);
    // A repeat is told what its operation came to, the clock with it.
    const headers = { "Idempotency-Key": "m" };
    const body = { primaryId: id, secondaryIds: [doe.data._id] };
    const [once, again] = [
      await team.post("/api/contacts/merge", body, { headers }),
      await team.post("/api/contacts/merge", body, { headers }),
    ];
    expect(Object(once.body).job.clock).toBeGreaterThan(unsubscribed ?? Infinity);
    expect(again.body).toEqual(once.body);
    expect(await merge(id, doe.data._id)).toHaveProperty("job.clock");
    expect(Object((await team.post("/api/contacts/merge?dryRun=true", body)).body).job).toBeUndefined();
  });

  test("each row has its own, in its order, but for those that wrote nothing", async () => {
    const team = await stack().newTeam();
    const rows = [
      { email: "a@example.com", firstName: "One" },
      { email: "no address" },
      { email: "a@example.com", firstName: "Two" },
    ];
    const job = await ended(team, rows);
    expect(job).not.toHaveProperty("clock");
    const results = await resultsOf(team, job.id);
    const [first, rejected, second] = results;
    expect(second?.clock).toBeGreaterThan(first?.clock ?? Infinity);
    expect(rejected).toMatchObject({ outcome: "rejected" });
    expect(rejected).not.toHaveProperty("clock");
    const { _id: id, fields } = await team.readContact("a@example.com");
    expect(fields).toMatchObject({ firstName: "Two" });
    expect((await historyOf(team, id)).map(({ clock }) => clock)).toEqual([second?.clock, first?.clock]);
    const lines = String((await team.get(`/api/jobs/${job.id}/results?format=ndjson`)).body);
    expect(
      lines
        .trim()
        .split("\n")
        .map((line): unknown => JSON.parse(line)),
    ).toEqual(results);
    const tried = await ended(team, rows, "?dryRun=true");
    expect((await resultsOf(team, tried.id)).map(({ clock }) => clock)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);

    const strict = { email: "a@example.com", linkedinUrl: "linkedin.com/in/b" };
    await team.contact({ linkedinUrl: "linkedin.com/in/b" });
    const clash = refused(
      await team.post("/api/contacts?onConflict=strict", strict),
      409,
      "IDENTITY_CONFLICT",
    );
    expect(clash.job).not.toHaveProperty("clock");
    expect(await team.job(clash.job?.id ?? "")).not.toHaveProperty("clock");

    // A clock tells nothing of the person.
    expect((await team.request("DELETE", `/api/contacts/${id}`)).status).toBe(200);
    expect((await resultsOf(team, job.id))[0]).toMatchObject({ erased: true, clock: first?.clock });
  });
});
