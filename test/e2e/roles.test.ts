import { BatchAcceptedAnswer } from "@onefold/contract";
import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { createTestDatabase } from "../support/create-test-database.ts";
import { onEachBackend } from "./support/on-each-backend.ts";
import type { Stack } from "./support/stack.ts";
import { prepareTestRoles, testRoles } from "./support/test-roles.ts";

/** The API and the worker as roles that may do what they need, on a database that was a superuser's before. */
onEachBackend(
  (stack) => {
    test("all that a team does works with roles of their own", async () => {
      const team = await stack().newTeam();
      const { body } = await team.contact({ email: "jane@example.com", firstName: "Jane" });
      await team.contact({ email: "john@example.com" }, { headers: { "Idempotency-Key": "once" } });
      await team.company({ name: "Acme", domain: "acme.example" });
      const upload = await team.request("POST", "/api/contacts/batch", {
        raw: "email\na@example.com\nb@example.com\nnobody\n",
        headers: { "Content-Type": "text/csv" },
      });
      const { job } = BatchAcceptedAnswer.parse(upload.body);
      expect((await team.job(job.id, 30)).counts).toMatchObject({ created: 2, rejected: 1 });
      const answers = [
        await team.get(`${job.url}/results`),
        await team.get("/api/contacts?search=ja"),
        await team.get("/api/contacts/export"),
        await team.get("/api/contacts/jane@example.com/history"),
        await team.get("/api/jobs"),
        await team.post("/api/fields", { entity: "contact", name: "plan", type: "text" }),
        await team.post("/api/team/members", { email: "m@example.com", name: "Max" }),
        await team.post("/api/keys", { name: "reads", scopes: ["read"] }),
        await team.post(`/api/v2/unsubscribes/contacts/${body.data._id}`, {}),
        await team.request("DELETE", "/api/contacts/john@example.com"),
      ];
      expect(answers.map(({ status }) => status).filter((status) => status >= 300)).toEqual([]);
      expect((await team.get("/readyz")).body).toEqual({ status: "ready", problems: [] });
    });

    test("the worker has made days of receipts, which belong to migrations", async () => {
      const { rows } = await sql<{ owner: string }>`
        select distinct rolname as owner from pg_inherits i join pg_class c on c.oid = i.inhrelid
          join pg_roles r on r.oid = c.relowner where inhparent = 'receipts'::regclass`.execute(stack().db);
      expect(rows).toEqual([{ owner: roleName(stack(), "owner") }]);
    });
  },
  { roles: true },
);

describe("a role may do nothing else", () => {
  test("neither the API's nor the worker's", async () => {
    await using database = await createTestDatabase();
    await using other = await createTestDatabase();
    const urls = testRoles(database.url);
    await prepareTestRoles(urls, undefined);
    // Again: what is there is left as it is.
    await prepareTestRoles(urls, undefined);
    await using owner = open(urls.owner);
    await sql`create table of_later_migrations (id bigint generated always as identity, name text)`.execute(
      owner.db,
    );

    for (const who of ["api", "worker"] as const) {
      await using role = open(urls[who]);
      await sql`insert into of_later_migrations (name) values ('x')`.execute(role.db);
      for (const statement of FORBIDDEN)
        await expect(sql.raw(statement).execute(role.db), `${who}: ${statement}`).rejects.toMatchObject({
          code: "42501",
        });
      await expect(
        sql.raw(`set role ${JSON.stringify(new URL(urls.owner).username)}`).execute(role.db),
      ).rejects.toMatchObject({ code: "42501" });
      // Another database's rows: this one is nobody's but its owner's.
      const elsewhere = new URL(urls[who]);
      elsewhere.pathname = new URL(other.url).pathname;
      await using foreign = open(elsewhere.href);
      await expect(sql`select from contacts`.execute(foreign.db)).rejects.toMatchObject({ code: "42501" });
    }
    await using api = open(urls.api);
    for (const name of ["create_receipts_day", "detach_receipts_day", "drop_receipts_day"])
      await expect(sql`select ${sql.ref(name)}('2020-01-01')`.execute(api.db)).rejects.toMatchObject({
        code: "42501",
      });
    await using worker = open(urls.worker);
    for (const table of ["teams", "users", "api_keys"])
      await expect(sql.raw(`delete from ${table}`).execute(worker.db)).rejects.toMatchObject({
        code: "42501",
      });
  });
});

const FORBIDDEN = [
  "drop table contacts",
  "drop table receipts_default",
  "truncate contacts",
  "alter table contacts add column x text",
  "create index on contacts (source)",
  "create table mine (x int)",
  "create schema mine",
  "drop schema onefold_queue cascade",
  "alter table onefold_queue.job add column x text",
  "create function public.mine() returns int language sql as 'select 1'",
  "create role mine",
  "alter role current_user superuser",
  "create database mine",
  "copy contacts to program 'true'",
  "copy contacts to '/tmp/contacts'",
  "select pg_read_file('PG_VERSION')",
  "select * from pg_authid",
  "alter system set fsync = off",
  "update settings set value = 'mine'",
  "delete from kysely_migration",
];

function open(url: string): { readonly db: Database } & AsyncDisposable {
  const db = createDatabase({ url, max: 1 });
  return { db, [Symbol.asyncDispose]: () => db.destroy() };
}

function roleName({ urls }: Stack, who: "owner"): string {
  return new URL(urls?.[who] ?? "").username;
}
