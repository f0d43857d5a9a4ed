import type { Entity } from "@onefold/contract";
import type { Database } from "@onefold/database";
import {
  countRecords,
  findRecordIds,
  listRecords,
  readHistory,
  readRecord,
  readSnapshots,
  resolveRecord,
} from "@onefold/records";
import type { ListRequest, Position, RecordName } from "@onefold/records";
import { companyId, contactId } from "./seed.ts";
import type { Seeded } from "./seed.ts";

/** A read as a route makes it. */
export interface Case {
  readonly name: string;
  run(db: Database): Promise<unknown>;
}

/** Every read of the API, by the functions that it calls. */
export async function readCases(db: Database, { teamId, smallTeamId, contacts }: Seeded): Promise<Case[]> {
  const contact = { recordId: await contactId(db, 7) };
  const busy = await contactId(db, 8);
  const [merged, large, small] = await Promise.all([1, 2, 50].map((n) => companyId(db, n)));
  const ids = await Promise.all(
    Array.from({ length: 100 }, (_, i) => contactId(db, Math.ceil((contacts / 101) * (i + 1)))),
  );
  const { email } = await db
    .selectFrom("contacts")
    .select("email")
    .where("team_id", "=", teamId)
    .where("record_id", "=", contact.recordId)
    .executeTakeFirstOrThrow()
    .then((row) => ({ email: row.email ?? "" }));

  const list =
    (entity: "contact" | "company", request: Partial<ListRequest>, team = teamId) =>
    (on: Database) =>
      listRecords(on, team, entity, { filter: { kind: "all" }, limit: 100, ...request });
  const count =
    (entity: "contact" | "company", filter: ListRequest["filter"] = { kind: "all" }) =>
    (on: Database) =>
      countRecords(on, teamId, entity, filter);
  const search = (text: string) => ({ kind: "search" as const, text });
  const company = (recordId = "") => ({ kind: "company" as const, company: { recordId } });
  const named = (value: string) => ({ identifier: { kind: "email" as const, value } });

  const deep = await positionAt(db, teamId, 0.9);
  const offset = Math.min(100_000, Math.floor(contacts / 2));
  const endOfEmails: Position = { stage: 1, key: "ma", recordId: "" };
  return [
    { name: "contact by id", run: (on) => readRecord(on, teamId, "contact", contact) },
    { name: "contact by e-mail", run: (on) => readRecord(on, teamId, "contact", named(email)) },
    {
      name: "contacts, idsOrEmails (100)",
      run: (on) =>
        byName(on, teamId, "contact", [...ids.slice(1).map((recordId) => ({ recordId })), named(email)]),
    },
    { name: "contacts, first page", run: list("contact", {}) },
    { name: "contacts, total", run: count("contact") },
    { name: `contacts, offset ${offset}`, run: list("contact", { offset }) },
    { name: "contacts, cursor at 90 %", run: list("contact", { after: deep }) },
    { name: "contacts, a page of an export", run: list("contact", { after: deep, limit: 1_000 }) },
    { name: "contacts, a small team", run: list("contact", {}, smallTeamId) },
    { name: "contacts, email", run: list("contact", { filter: { kind: "named", names: [named(email)] } }) },
    { name: "contacts, search ma", run: list("contact", { filter: search("ma") }) },
    { name: "contacts, search ma, total", run: count("contact", search("ma")) },
    {
      name: "contacts, search ma, offset 10000",
      run: list("contact", { filter: search("ma"), offset: 10_000 }),
    },
    {
      name: "contacts, search ma, cursor from e-mails to names",
      run: list("contact", { filter: search("ma"), after: endOfEmails }),
    },
    { name: "contacts, search kowalski", run: list("contact", { filter: search("kowalski") }) },
    { name: "contacts, search kowalski, total", run: count("contact", search("kowalski")) },
    { name: "contacts, search José García", run: list("contact", { filter: search("José García") }) },
    { name: "contacts, search of one e-mail", run: list("contact", { filter: search(email) }) },
    { name: "contacts, search that finds none", run: list("contact", { filter: search("zzzz") }) },
    { name: "contacts, small company", run: list("contact", { filter: company(small) }) },
    { name: "contacts, large company", run: list("contact", { filter: company(large) }) },
    { name: "contacts, large company, total", run: count("contact", company(large)) },
    {
      name: "contacts, large company, offset",
      run: list("contact", { filter: company(large), offset: 10_000 }),
    },
    { name: "contacts, merged company", run: list("contact", { filter: company(merged) }) },
    { name: "contacts, merged company, total", run: count("contact", company(merged)) },
    {
      name: "contacts, merged company, cursor",
      run: list("contact", { filter: company(merged), after: deep }),
    },
    {
      name: "history",
      run: async (on) => {
        const record = await resolveRecord(on, teamId, "contact", contact);
        return readHistory(on, teamId, record?.allIds ?? [], { limit: 100 });
      },
    },
    { name: "history, many receipts", run: (on) => readHistory(on, teamId, [busy], { limit: 100 }) },
    {
      name: "companies by ids (100)",
      run: async (on) =>
        byName(
          on,
          teamId,
          "company",
          await Promise.all(
            Array.from({ length: 100 }, async (_, i) => ({ recordId: await companyId(db, i + 1) })),
          ),
        ),
    },
    { name: "companies, first page", run: list("company", {}) },
    { name: "companies, total", run: count("company") },
    { name: "companies, search c1", run: list("company", { filter: search("c1") }) },
    { name: "companies, search company 1", run: list("company", { filter: search("company 1") }) },
    { name: "companies, search company 1, total", run: count("company", search("company 1")) },
  ];
}

async function byName(on: Database, teamId: string, entity: Entity, names: readonly RecordName[]) {
  return readSnapshots(on, teamId, entity, await findRecordIds(on, teamId, entity, names));
}

async function positionAt(db: Database, teamId: string, share: number): Promise<Position> {
  const { low, high } = await db
    .selectFrom("contacts")
    .select(({ fn }) => [fn.min("created_clock").as("low"), fn.max("created_clock").as("high")])
    .where("team_id", "=", teamId)
    .executeTakeFirstOrThrow();
  return { stage: 0, key: Math.floor(low + (high - low) * share), recordId: "" };
}
