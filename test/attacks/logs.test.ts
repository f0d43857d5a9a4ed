import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Job } from "@onefold/contract";
import { findFreePort } from "@onefold/embedded";
import { createKey } from "@onefold/records";
import { Redis } from "ioredis";
import { sql } from "kysely";
import { expect, inject, test } from "vitest";
import { openUpload } from "../e2e/uploads/support/open-upload.ts";
import { basic } from "../e2e/support/client.ts";
import { BACKENDS, startStack } from "../e2e/support/stack.ts";
import type { Stack, TestTeam } from "../e2e/support/stack.ts";
import { until } from "../e2e/support/until.ts";
import { DECISIONS } from "../e2e/tenancy/support/decisions.ts";
import { namesOf } from "../e2e/tenancy/support/names.ts";
import type { Names } from "../e2e/tenancy/support/names.ts";
import { times } from "../support/thorough.ts";
import { withDatabase } from "../support/with-database.ts";
import { rawRequest } from "./support/raw-request.ts";
import { GUARDED, requestOf } from "./support/route-requests.ts";
import { findTraces } from "./support/traces.ts";

/**
 * Nothing that the processes write, or tell an observer, names anybody that was posted, or a key: whatever was asked,
 * however it failed, and at the most talkative level.
 */

/** In everything that is posted here, and in nothing else. */
const WHO = "zerlina-quuxworth";
const PERSON = {
  firstName: "Zerlina",
  lastName: "Quuxworth",
  phone: "+49 151 5550 7788",
  tagline: "Knows-the-Quux-by-heart",
  linkedinUrlSalesNav: "https://www.linkedin.com/sales/lead/ACwAAQuuxQuux",
};
const SECRETS = [
  WHO,
  `${WHO}@example.com`,
  `${WHO}.alias@example.com`,
  `${WHO}.example`,
  `https://www.linkedin.com/in/${WHO}`,
  ...Object.values(PERSON),
  "4915155507788",
  "5550 7788",
];

/** The longest that a line of a test's own may be away from its cause: processes gather what they write. */
const FLUSHED_MS = 500;

test.each(times<readonly (typeof BACKENDS)[number][]>(["redis"], BACKENDS))(
  "with the queue in %s",
  { timeout: 240_000 },
  async (queue) => {
    const healthPort = await findFreePort();
    const env = { LOG_LEVEL: "trace", HEALTH_PORT: String(healthPort), WAIT_MS: "3000" };
    await using stack = await startStack({ queue, processes: true, failures: true, env });
    const logged = await logOfPostgres(stack);
    const team = await stack.newTeam({ onConflict: "merge" });
    const named = await namesOf(stack, team, WHO);
    const keys = [team.key, await keyThatIsRevoked(stack, team), `ofk_${WHO}-of-nobody`];

    await askEverything(stack, team, named, keys);
    await sendFiles(stack, team);
    await spoilCommits(stack, team);
    if (stack.redis) await spoilChunk(stack, team);
    await withoutDatabase(stack, () => askEverything(stack, team, named, keys));
    if (stack.redis) {
      await stack.redis.kill();
      await askEverything(stack, team, named, keys);
      await stack.redis.restart();
    }
    await eraseAll(stack, team, named);
    await delay(FLUSHED_MS);

    const told = [
      ...stack.outputs(),
      await textOf(`${stack.api.url}/metrics`, team.key),
      await textOf(`http://127.0.0.1:${healthPort}/metrics`, team.key),
      await readFile(`/proc/${stack.apiProcess.pid}/cmdline`, "utf8"),
      await readFile(`/proc/${stack.apiProcess.pid}/comm`, "utf8"),
      await sessions(stack),
      await logged(),
    ].join("\n");
    // All of that happened, and was told.
    for (const sign of ['"status":503', '"status":400', '"status":401', "a commit failed", "committed"])
      expect(told).toContain(sign);
    const parts = keys.flatMap((key) => [key, key.slice(8, 24)]);
    expect(findTraces(told, [...SECRETS, ...parts])).toEqual([]);
  },
);

async function keyThatIsRevoked({ db }: Stack, { teamId, userId }: TestTeam): Promise<string> {
  const { key, keyId } = await createKey(db, { teamId, userId, name: WHO });
  await db.updateTable("api_keys").set({ revoked_at: new Date() }).where("key_id", "=", keyId).execute();
  return key;
}

/** Every route, by every way to name somebody, with bodies that can't be read as well; and what is no route. */
async function askEverything(
  { api }: Stack,
  team: TestTeam,
  named: Names,
  keys: readonly string[],
): Promise<void> {
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const text = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
    await fetch(api.url + path, {
      method,
      headers: {
        Authorization: basic("", team.key),
        Prefer: "respond-async",
        "User-Agent": WHO,
        "X-Request-Id": `${WHO}@example.com`,
        ...(text !== undefined && { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(text !== undefined && method !== "GET" && { body: text }),
      signal: AbortSignal.timeout(20_000),
    }).then(
      // What happens is followed without an end.
      async (answer) => {
        if (path.startsWith("/api/changes/events")) await answer.body?.cancel();
        else await answer.arrayBuffer();
      },
      () => undefined,
    );
  };
  const asked: Promise<void>[] = [];
  for (const [route, decision] of Object.entries(DECISIONS)) {
    if (typeof decision === "string" || route.startsWith("DELETE")) continue;
    for (const each of decision) {
      const { path, body, headers } = each.ask(named, named);
      asked.push(send(route.split(" ")[0] ?? "", path, body, headers));
    }
  }
  const person = { ...PERSON, email: named.email, linkedinUrl: named.profile };
  for (const route of GUARDED.filter(({ method }) => method !== "DELETE")) {
    const { method, path } = requestOf(route, named);
    for (const body of [
      JSON.stringify(person),
      JSON.stringify({ ...person, email: `${WHO} @example.com`, [WHO]: WHO, companyOwner: named.userEmail }),
      `{"email":"${named.email}"`,
      `{"email":"${named.email}\0","firstName":${PERSON.firstName}}`,
      `email\n"${named.email}`,
    ])
      asked.push(
        send(method, `${path}?source=${WHO}`, body),
        send(method, `${path}?${WHO}=${named.email}`, body),
      );
  }
  for (const path of [`/${WHO}`, `/api/${WHO}`, `/api/contacts/${named.email}/${WHO}`, "/api/contacts/%ff"])
    for (const method of ["GET", "POST", "DELETE", "PATCH"]) asked.push(send(method, path, "{}"));
  for (const key of keys)
    for (const authorization of [basic(WHO, key), `Bearer ${key}`, `Token ${key}`])
      asked.push(send("GET", `/api/contacts/${named.email}`, undefined, { Authorization: authorization }));
  await Promise.all(asked);
  // What is no request at all.
  const headers = { "X-Who": named.email, "Content-Length": "-1" };
  for (const target of [`/api/contacts/${named.email} x`, `http://${WHO}:x/`])
    await rawRequest(api.url, { method: "GET", target, headers }).catch(() => undefined);
}

/** Rows of every kind: applied, rejected, left out, dry, broken off; and read again in every form. */
async function sendFiles(stack: Stack, team: TestTeam): Promise<void> {
  const csv = `email;firstName;Notes ${WHO}\n${WHO}@example.com;Zerlina;x\n${WHO} at example;Quuxworth;y\n"${WHO};broken`;
  const row = JSON.stringify({ ...PERSON, email: `${WHO}@example.com` });
  const ndjson = `${row}\n${row.slice(0, 30)}\n{"email":"${WHO}","phone":"${PERSON.phone}"}\n`;
  const urls: string[] = [];
  for (const [raw, type, query] of [
    [csv, "text/csv", ""],
    [csv, "text/csv", "?ignoreUnknownColumns=true"],
    [ndjson, "application/x-ndjson", ""],
    [ndjson, "application/x-ndjson", "?dryRun=true"],
    [ndjson, "application/x-ndjson", "?onConflict=strict"],
    [`[${row},{"email":"${WHO}"}`, "application/json", ""],
  ] as const) {
    const answer = await team.request("POST", `/api/contacts/batch${query}`, {
      raw,
      headers: { "Content-Type": type, "Idempotency-Key": `${WHO}${type}${query}` },
    });
    const url: unknown = Object(answer.body).job?.url;
    if (typeof url === "string") urls.push(url);
  }
  const broken = await openUpload(stack.api.url, team.key, "/api/contacts/batch", {
    "Content-Type": "application/x-ndjson",
  });
  await broken.write(ndjson);
  await delay(FLUSHED_MS);
  broken.destroy();
  for (const url of urls) {
    // That of the array isn't over: its file may still be sent whole. What came of it is applied.
    await until("all that came is applied", 20_000, async () => {
      const { counts } = Job.parse((await team.get(url)).body);
      return counts.total > 0 && counts.pending === 0;
    });
    for (const format of ["json", "csv", "ndjson"]) await team.get(`${url}/results?format=${format}`);
  }
}

/** The database takes no more of it: by a value, by an error that nobody knows, and by a session that ends amid it. */
async function spoilCommits({ db, ...stack }: Stack, team: TestTeam): Promise<void> {
  await sql`alter table contacts add constraint quux check (fields ->> 'industry' <> 'refused')`.execute(db);
  await sql`
    create function spoil() returns trigger language plpgsql as $$
    begin
      if new.fields ->> 'jobTitle' = 'raise' then raise exception 'it was %', new.fields; end if;
      if new.fields ->> 'jobTitle' = 'cut' then perform pg_terminate_backend(pg_backend_pid()); end if;
      return new;
    end $$`.execute(db);
  await sql`create trigger spoil before insert or update on contacts for each row execute function spoil()`.execute(
    db,
  );
  const email = `${WHO}@example.com`;
  await team.post("/api/contacts", { ...PERSON, email, industry: "refused" });
  for (const jobTitle of ["raise", "cut"]) {
    await team.acceptedContact({ ...PERSON, email: `${jobTitle}.${email}`, jobTitle });
    await until("a commit that failed", 15_000, async () =>
      stack.outputs().some((output) => output.includes("a commit failed")),
    );
    await delay(1_000);
  }
  // An operation of the API's own meets it as well.
  const { body } = await team.acceptedContact({ email: `operated.${email}` });
  await team.get(`/api/jobs/${body.job.id}?wait=2`);
  await sql`drop trigger spoil on contacts`.execute(db);
}

/** What is in the queue can't be read. */
async function spoilChunk(stack: Stack, team: TestTeam): Promise<void> {
  await stack.stopWorker();
  const redis = new Redis(stack.redis?.url ?? "");
  try {
    for (const data of [
      `{"version":2,"bodies":["${WHO}@example.com`,
      `{"version":2,"bodies":[{"${WHO}":1}]}`,
    ]) {
      await team.acceptedContact({ ...PERSON, email: `${WHO}@example.com` });
      const [newest] = await redis.lrange("onefold:interactive:wait", 0, 0);
      await redis.hset(`onefold:interactive:${newest}`, "data", data, "name", `${WHO}@example.com`);
    }
  } finally {
    redis.disconnect();
  }
  await stack.startWorker();
  await delay(2_000);
}

async function withoutDatabase({ db }: Stack, run: () => Promise<void>): Promise<void> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
  const name = sql.id(rows[0]?.name ?? "");
  // From another database, since one can't shut itself.
  const allow = async (isAllowed: boolean) =>
    await withDatabase(inject("postgresUrl"), (elsewhere) =>
      sql`alter database ${name} with allow_connections ${sql.lit(isAllowed)}`.execute(elsewhere),
    );
  await allow(false);
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`.execute(db);
  await run();
  await allow(true);
}

async function eraseAll(stack: Stack, team: TestTeam, named: Names): Promise<void> {
  await until("it works again", 30_000, async () => {
    const { status } = await fetch(`${stack.api.url}/api/contacts/${named.email}`, {
      method: "DELETE",
      headers: { Authorization: basic("", team.key) },
    });
    return status === 200 || status === 404;
  });
}

async function textOf(url: string, key: string): Promise<string> {
  return await (await fetch(url, { headers: { Authorization: basic("", key) } })).text();
}

/** What the database shows of its sessions but their statements, which are its administrator's. */
async function sessions({ db }: Stack): Promise<string> {
  const { rows } = await sql`select application_name, usename, datname from pg_stat_activity`.execute(db);
  return JSON.stringify(rows);
}

/** What a Postgres that we bring writes from now on. */
async function logOfPostgres({ db }: Stack): Promise<() => Promise<string>> {
  const { rows } = await sql<{ folder: string; name: string }>`
    select current_setting('data_directory') as folder, current_database() as name`.execute(db);
  const path = join(rows[0]?.folder ?? "", "../postgres.log");
  const { length } = await readFile(path, "utf8");
  return async () => (await readFile(path, "utf8")).slice(length);
}
