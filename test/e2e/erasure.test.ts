import { BatchAcceptedAnswer } from "@onefold/contract";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { keysMatching, rowsMatching } from "./erasure/support/search-everywhere.ts";
import { callsOf } from "./operations/support/calls.ts";
import { onEachBackend } from "./support/on-each-backend.ts";
import type { Stack, TestTeam } from "./support/stack.ts";
import { erasuresThrough } from "./support/erasures-through.ts";
import { until } from "./support/until.ts";

/** The person's names and values, in every spelling below; nothing else holds any of these. */
const PERSON = /zora|zor%|zo%cc|0041 77|ACwAAZ/i;

/** What the person is known by, as the deletion finds it. */
const KNOWN = {
  email: "Zora@Zürich.example",
  linkedinUrl: "https://www.linkedin.com/in/Zoraïde",
  linkedinUrlSalesNav: "https://www.linkedin.com/sales/people/ACwAAZ1,NAME_SEARCH,x",
  additionalEmails: ["zora2@example.com", "zora-old@example.com"],
  firstName: "Zora",
  phone: "0041 77 1",
};

/** Rows that name the person, each in another way; all of them are rejected, by their last field. */
const SPELLINGS: readonly Readonly<Record<string, unknown>>[] = [
  { email: "zora@zürich.example" },
  { email: " ZORA@ZÜRICH.EXAMPLE " },
  { email: "zora@xn--zrich-kva.example" },
  { email: "zora@zu\u0308rich.example" },
  { email: "Zora Z <zora@zürich.example>" },
  { email: "mailto:zora2@example.com" },
  { email: "'zora2@example.com'" },
  { additionalEmails: ["x", "ZORA2@example.com"] },
  { email: "zora-old@example.com" },
  { linkedinUrl: "linkedin.com/in/zoraïde" },
  { linkedinUrl: "https://fr.linkedin.com/in/Zora%C3%AFde?trk=x" },
  { linkedinUrl: "https://www.linkedin.com/in/zorai\u0308de/" },
  { linkedinUrl: "http://m.linkedin.com/in/zora%25C3%25AFde/details/skills" },
  { linkedinUrl: "zoraïde" },
  { linkedinUrlSalesNav: "https://www.linkedin.com/sales/lead/ACwAAZ1,xyz" },
  { linkedinUrlSalesNav: "linkedin.com/sales/people/ACwAAZ1%2CNAME_SEARCH" },
  { Notiz: "fragt nach zora2@example.com, dringend" },
  { Website: "https://other.example/?u=https%3A%2F%2Flinkedin.com%2Fin%2Fzora%25C3%25AFde" },
  { "zora2@example.com": "x" },
  { deep: { list: [{ note: "see linkedin.com/in/zoraïde." }] } },
].map((row) => ({ ...row, phone: "0041 77 2", "no such field": 1 }));

onEachBackend((stack) => {
  test(
    "a person that came by every way in, and in twenty spellings, leaves no trace",
    { timeout: 240_000 },
    async () => {
      const team = await stack().newTeam();
      const { merge, undo, removeEmail } = callsOf(team);
      const send = batches(stack(), team);
      const otto = { email: "otto@example.com" };
      const invalid = { "no such field": 1 };

      // Before there is a record: in a dry run, and in rows that are never applied.
      await send.json([{ email: KNOWN.email, firstName: "Zora" }], "?dryRun=true");
      await send.json(SPELLINGS);
      await team.contact(otto);
      const { _id: id } = (await team.contact(KNOWN, { headers: { "Idempotency-Key": "zora2@example.com" } }))
        .body.data;
      await removeEmail(id, "zora-old@example.com");
      const lines = await send.ndjson(SPELLINGS);
      await send.csv(
        `email;linkedinUrl;Notiz;phone\nzora2@example.com;https://x.example;;0041 77 3\n` +
          `otto@example.com;linkedin.com/in/zoraïde;egal;\nno;;Zora <ZORA2@example.com>;0041 77 4\n`,
      );
      await send.json(
        [
          { ...KNOWN, lastName: "Zoraeva" },
          { ...otto, additionalEmails: ["zora2@example.com"] },
        ],
        "?dryRun=true",
      );
      // What belongs to somebody is refused to others.
      await team.contact({ ...otto, linkedinUrl: KNOWN.linkedinUrl });
      await team.contact({ ...otto, additionalEmails: ["zora2@example.com"] });
      await team.post("/api/contacts?onConflict=strict", { ...otto, linkedinUrl: KNOWN.linkedinUrl });
      await send.json(
        [{ ...otto, linkedinUrl: KNOWN.linkedinUrl, phone: "0041 77 5" }],
        "?onConflict=strict",
      );
      await send.json([{ contactId: id, ...invalid, phone: "0041 77 6" }]);
      // A part of it came with a merge, a part of it was a part of another for a while.
      const twin = (await team.contact({ email: "zora3@example.com", phone: "0041 77 7" })).body.data._id;
      await merge(id, twin);
      const { job } = await merge((await team.readContact(otto.email))._id, id);
      await team.contact({ ...otto, tagline: "Ulm" });
      await undo(`/api/contacts/merge/${job?.id}/undo`);
      await team.request("POST", `${lines.url}/retry`).then(({ body }) => send.ended(body));
      // Accepted before the deletion, applied after it.
      await stack().stopWorker();
      await team.acceptedContact({ email: KNOWN.email, phone: "0041 77 8" });
      const late = await send.open([
        { email: "zora2@example.com", phone: "0041 77 9" },
        { contactId: id, phone: "0041 77 9" },
      ]);
      await team.request("DELETE", `/api/contacts/${id}`);
      await stack().startWorker();
      await send.ended(late);
      await erasuresThrough(stack().db);

      // Also of the row that named nobody but in a column that was left out: it is kept with the row, and so found.
      expect(await rowsMatching(stack().db, PERSON)).toEqual([]);
      const { redis } = stack();
      if (redis) expect(await keysMatching(redis.url, PERSON)).toEqual([]);
      for (const path of [
        ...send.urls.flatMap((url) => [`${url}/results`, `${url}/results?format=csv&outcome=rejected`]),
        "/api/contacts",
        "/api/contacts/export?format=csv",
        "/api/contacts/export?format=ndjson",
        "/api/jobs",
        `/api/contacts/${otto.email}/history`,
      ]) {
        const { status, body } = await team.get(path);
        expect([200, JSON.stringify(body)], path).toEqual([status, expect.not.stringMatching(PERSON)]);
      }
      expect(stack().api.output()).not.toMatch(PERSON);
      // Nothing of it comes back.
      for (const url of send.urls)
        await team.request("POST", `${url}/retry`).then(({ body }) => send.ended(body));
      expect(await rowsMatching(stack().db, PERSON)).toEqual([]);
    },
  );
});

/** Sends uploads, and waits for the ends of their jobs. */
function batches({ db }: Stack, team: TestTeam) {
  const urls: string[] = [];

  async function send(raw: string, type: string, query: string) {
    const headers = { "Content-Type": type };
    const answer = await team.request("POST", `/api/contacts/batch${query}`, { raw, headers });
    const { job } = BatchAcceptedAnswer.parse(answer.body);
    urls.push(job.url);
    return { job };
  }

  /** The end of the job that an answer tells of; nothing where it is a refusal. */
  async function ended(answer: unknown): Promise<void> {
    const parsed = BatchAcceptedAnswer.pick({ job: true }).safeParse(answer);
    if (!parsed.success) return;
    const { id, url } = parsed.data.job;
    if (!urls.includes(url)) urls.push(url);
    await until("the job's end", 30_000, async () => {
      const { rows } = await sql`
        select from jobs where job_id = ${id} and finished_at is not null`.execute(db);
      return rows.length > 0;
    });
  }

  async function whole(raw: string, type: string, query = "") {
    const sent = await send(raw, type, query);
    await ended(sent);
    return sent.job;
  }

  return {
    urls,
    ended,
    json: (rows: readonly object[], query?: string) => whole(JSON.stringify(rows), "application/json", query),
    ndjson: (rows: readonly object[]) =>
      whole(rows.map((row) => `${JSON.stringify(row)}\n`).join(""), "application/x-ndjson"),
    csv: (text: string) => whole(text, "text/csv", "?ignoreUnknownColumns=true"),
    open: (rows: readonly object[]) => send(JSON.stringify(rows), "application/json", ""),
  };
}
