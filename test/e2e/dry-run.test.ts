import { Redis } from "ioredis";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { ASYNC, refused } from "./support/client.ts";
import type { Answer } from "./support/conformance.ts";
import { onEachBackend } from "./support/on-each-backend.ts";
import type { Stack } from "./support/stack.ts";

const JANE = { email: "jane@example.com", linkedinUrl: "https://www.linkedin.com/in/jane", jobTitle: "VP" };
const JOHN = { email: "john@example.com", linkedinUrl: "https://www.linkedin.com/in/john" };

/** Every row of every table, the queue's too, with the transaction that wrote it, and every key in Redis. */
async function contents({ db, redis }: Stack): Promise<unknown> {
  const { rows: tables } = await sql<{ name: string }>`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`.execute(db);
  const all: unknown[] = [];
  for (const { name } of tables) {
    // Each process notes there, every few seconds, that it is alive.
    if (name === "public.processes") continue;
    const { rows } = await sql`
      select t.xmin::text, t.ctid::text, to_json(t) as row from ${sql.raw(name)} t order by t.ctid`.execute(
      db,
    );
    all.push([name, rows]);
  }
  return [all, redis ? await redisContents(redis.url) : undefined];
}

async function redisContents(url: string): Promise<unknown> {
  const redis = new Redis(url);
  try {
    const keys = (await redis.keys("*")).toSorted();
    return await Promise.all(keys.map(async (key) => [key, (await redis.dumpBuffer(key))?.toString("hex")]));
  } finally {
    redis.disconnect();
  }
}

/** What the real thing answers, but for what it can't have in common with a dry run. */
function comparable({ status, body }: Answer): unknown {
  const text = JSON.stringify(body);
  const { job: _, dryRun: __, ...rest } = JSON.parse(text);
  return [status, rest];
}

onEachBackend(
  (stack) => {
    test("a dry run answers as the real thing would, and writes and queues nothing", async () => {
      const team = await stack().newTeam();
      // Without a worker nothing else writes; what is compared with is applied by one in between.
      await stack().startWorker();
      await team.contact(JANE);
      await team.contact(JOHN);
      await stack().stopWorker();
      const both = { email: JANE.email, linkedinUrl: JOHN.linkedinUrl, jobTitle: "CTO" };
      const asked = [
        ["/api/contacts", { email: JANE.email, jobTitle: "CTO" }, ""],
        ["/api/contacts", both, ""],
        ["/api/contacts", both, "onConflict=strict"],
        ["/api/contacts", { contactId: "ctc_0000000000000000A", jobTitle: "x" }, ""],
        ["/api/contacts", { email: JANE.email, companyDomain: "nobody.example", contactOwner: "x" }, ""],
        ["/api/contacts", both, "onConflict=merge"],
      ] as const;
      const before = await contents(stack());
      const dry: Answer[] = [];
      for (const [route, body, query] of asked) {
        const answer = await team.post(`${route}?dryRun=true&${query}`, body, {
          headers: { "Idempotency-Key": "k", ...ASYNC },
        });
        expect(answer.body).toMatchObject({ dryRun: true });
        expect(answer.body).not.toHaveProperty("job");
        expect(answer.headers.has("preference-applied")).toBe(false);
        dry.push(answer);
      }
      expect(dry.map(({ status }) => status)).toEqual([200, 200, 409, 400, 200, 200]);
      refused(await team.post("/api/contacts?dryRun=true", { email: "nope" }), 400, "INVALID_EMAIL");
      const created = await team.post("/api/contacts?dryRun=true", { email: "new@example.com" });
      expect(created).toMatchObject({
        status: 201,
        body: { success: true, data: { created: true }, dryRun: true },
      });
      const company = await team.post("/api/companies?dryRun=true", { name: "Acme", domain: "acme.example" });
      expect(company).toMatchObject({ status: 201, body: { data: { created: true }, dryRun: true } });
      expect(await contents(stack())).toEqual(before);
      refused(await team.get("/api/contacts/new@example.com"), 404, "NOT_FOUND");

      // Each by itself is what the first of them comes to in truth.
      await stack().startWorker();
      const [route, body, query] = asked[0];
      const real = await team.post(`${route}?${query}`, body);
      expect(comparable(dry[0] ?? expect.fail())).toEqual(comparable(real));
      const strict = await team.post("/api/contacts?onConflict=strict", both);
      expect(comparable(dry[2] ?? expect.fail())).toEqual(comparable(strict));
      // The key of a dry run was not used up.
      const keyed = await team.contact({ email: "key@example.com" }, { headers: { "Idempotency-Key": "k" } });
      expect(keyed.headers.has("idempotent-replayed")).toBe(false);
      await stack().stopWorker();
    });
  },
  { worker: false },
);
