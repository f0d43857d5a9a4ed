import { createClient } from "@onefold/client/source";
import type { ContactRequest } from "@onefold/client/source";
import { expect, test } from "vitest";
import { onEachSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { readAll } from "./support/read-all.ts";

onEachSharedStack((stack) => {
  async function start() {
    const { key: apiKey } = await stack().newTeam();
    return createClient({ url: `${stack().api.url}/`, apiKey });
  }

  test("contacts are upserted, read, found, merged, split apart, exported and deleted", async () => {
    const client = await start();
    const jane: ContactRequest = { email: "jane@example.com", additionalEmails: ["j@example.com"] };
    const created = await client.contacts.upsert(jane);
    const updated = await client.contacts.upsert(
      { email: "JANE@example.com", jobTitle: "CTO" },
      { onConflict: "strict" },
    );
    expect(updated.data).toMatchObject({ _id: created.data._id, matchedBy: "email", outcome: "updated" });
    const preview = await client.contacts.upsert({ email: "new@example.com" }, { dryRun: true });
    expect(preview).toMatchObject({ dryRun: true, data: { created: true } });

    const { clock: atLeast } = updated.job ?? {};
    const read = await client.contacts.get("j@example.com", { atLeast });
    expect(read).toMatchObject({ _id: created.data._id, fields: { jobTitle: "CTO" } });
    const names = Array.from({ length: 7 }, (_, n) => `p${n}@example.com`);
    await readAll(client.contacts.upsertMany(names.map((email) => ({ email, lastName: "Example" }))));
    const found = await readAll(client.contacts.find({ search: "example", limit: 3 }));
    expect(new Set(found.map(({ emails }) => emails[0]?.value))).toEqual(new Set(names));
    expect(found).toHaveLength(names.length);
    const named = await readAll(client.contacts.find({ idsOrEmails: ["p1@example.com", "p0@example.com"] }));
    expect(named.map(({ emails }) => emails[0]?.value)).toEqual(["p1@example.com", "p0@example.com"]);
    expect((await readAll(client.contacts.export({ search: "example" }))).length).toBe(7);

    const merged = await client.contacts.merge({
      primaryId: created.data._id,
      secondaryIds: ["p0@example.com"],
    });
    expect(merged.data.emails.map(({ value }) => value)).toContain("p0@example.com");
    const undone = await client.contacts.undo(merged.job?.id ?? "");
    expect(undone.restoredIds).toEqual(merged.mergedIds);
    await client.contacts.delete("p0@example.com");
    await expect(client.contacts.get("p0@example.com")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("companies too, by a domain or a name with anything in it", async () => {
    const client = await start();
    const { data } = await client.companies.upsert({ name: "Example Ltd", domain: "example.com" });
    expect(await client.companies.get("example.com")).toMatchObject({ _id: data._id });
    const [found] = await readAll(client.companies.find({ search: "exa" }));
    expect(found).toMatchObject({ _id: data._id });
    await client.contacts.upsert({ email: "jane@example.com", companyDomain: "example.com" });
    await expect(client.companies.delete(data._id)).rejects.toMatchObject({ code: "COMPANY_HAS_CONTACTS" });
    await client.companies.delete(data._id, { force: true });
    await expect(client.companies.get("https://example.com/a?b#c")).rejects.toMatchObject({ status: 404 });
  });

  test("a file is imported, its job awaited, and its results read", async () => {
    const client = await start();
    const { job } = await client.contacts.import(
      new Blob(["E-Mail;Vorname\njane@example.com;Jane\nnobody;John\n"]),
      { format: "csv", charset: "utf-8", source: "fair", map: ["Vorname:firstName"] },
    );
    const told: string[] = [];
    const ended = await client.jobs.wait(job.id, { onProgress: ({ status }) => told.push(status) });
    expect(ended).toMatchObject({
      status: "completed_with_errors",
      counts: { total: 2, created: 1, rejected: 1 },
    });
    expect(told.at(-1)).toBe("completed_with_errors");
    const results = await readAll(client.jobs.results(job.id, { limit: 1 }));
    expect(results.map(({ outcome, code }) => [outcome, code])).toEqual([
      ["created", undefined],
      ["rejected", "INVALID_EMAIL"],
    ]);
    expect(await readAll(client.jobs.results(job.id, { outcome: "created" }))).toHaveLength(1);
    const [newest] = await readAll(client.jobs.list({ limit: 1 }));
    expect(newest?.id).toBe(job.id);
    await expect(client.jobs.cancel(job.id)).rejects.toMatchObject({ code: "JOB_ENDED" });
    const again = await client.jobs.retry(job.id);
    expect((await client.jobs.wait(again.job.id)).counts).toMatchObject({ total: 1, rejected: 1 });
  });

  test("any other route is a request away, and a file comes as it is", async () => {
    const client = await start();
    await client.request("/api/fields", {
      method: "POST",
      body: { name: "seniority", entity: "contact", type: "text" },
    });
    await client.contacts.upsert({ email: "jane@example.com", seniority: "C" });
    const chunks = await readAll(client.download("/api/contacts/export", { query: { format: "csv" } }));
    expect(Buffer.concat(chunks).toString()).toContain("jane@example.com");
    const csv = { body: "E-Mail,Seniority\njane@example.com,C\n", contentType: "text/csv" };
    const preview = client.request("/api/contacts/batch/preview", { method: "POST", raw: csv });
    const fields = { email: "jane@example.com", seniority: "C" };
    expect(await preview).toMatchObject({ rows: [{ line: 2, fields }] });
  });

  test("the feed is followed, goes on from a cursor, and ends by its signal", async () => {
    const client = await start();
    const stop = new AbortController();
    const feed = client.changes.follow({ signal: stop.signal, limit: 2, events: ["created", "updated"] });
    expect(feed.cursor).toBeUndefined();
    const events: string[] = [];
    const following = (async () => {
      for await (const { event } of feed) {
        events.push(event);
        if (events.length === 3) return;
      }
    })();
    await client.contacts.upsert({ email: "jane@example.com" });
    await client.contacts.upsert({ email: "jane@example.com", jobTitle: "CTO" });
    await client.contacts.upsert({ email: "john@example.com" });
    await following;
    expect(events).toEqual(["created", "updated", "created"]);

    // Behind the pages that were done with, of which the last event's isn't one.
    const rest = client.changes.follow({ after: feed.cursor, signal: stop.signal, wait: 0 });
    for await (const { event, recordId } of rest) {
      expect({ event, recordId }).toMatchObject({ event: "created", recordId: expect.any(String) });
      break;
    }
    const waiting = client.changes.follow({ after: "now", signal: stop.signal })[Symbol.asyncIterator]();
    const next = waiting.next();
    stop.abort(new Error("enough"));
    await expect(next).rejects.toThrow("enough");
  });

  test("a page of the feed has a cursor, and one of nobody is refused", async () => {
    const client = await start();
    const { value } = await client.changes.pages({ after: "now", wait: 0 }).next();
    expect(value).toMatchObject({ data: [], isEnd: true, cursor: expect.any(String) });
    await expect(client.changes.pages({ after: "x" }).next()).rejects.toMatchObject({
      code: "INVALID_REQUEST",
    });
  });
});
