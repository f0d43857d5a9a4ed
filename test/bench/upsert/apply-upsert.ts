import type { Identifier } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { newId } from "@onefold/identity";
import type { Transaction } from "kysely";
import { insertReceipt } from "./insert-receipt.ts";
import type { Applied, Upsert } from "./upsert.ts";

/**
 * One upsert, on the same tables and indexes as ours and with rows as wide: look up who owns the identifiers, lock
 * and read the record, merge the fields, write it, the identifiers that are new, and the receipt.
 */
export async function applyUpsert(trx: Transaction<Tables>, upsert: Upsert): Promise<Applied> {
  const { identifiers } = upsert;
  const owners = await findOwners(trx, upsert, identifiers);
  const found = owners[0] && (await lockRecord(trx, upsert, owners[0].record_id));
  const recordId = found?.record_id ?? newId("ctc_");
  const fields = {
    ...found?.fields,
    ...upsert.fields,
    ...(await findCompany(trx, upsert)),
  };
  const stamps = {
    ...found?.stamps,
    ...Object.fromEntries(Object.keys(fields).map((name) => [name, upsert.clock])),
  };
  const written = {
    fields: JSON.stringify(fields),
    stamps: JSON.stringify(stamps),
    updated_clock: upsert.clock,
  };
  if (found) await updateRecord(trx, upsert, recordId, written);
  else await insertRecord(trx, upsert, recordId, written);
  const free = identifiers.filter(({ kind }) => !owners.some((owner) => owner.kind === kind));
  if (free.length > 0) await insertIdentifiers(trx, upsert, recordId, free);
  const applied: Applied = { outcome: found ? "updated" : "created", recordId, fields };
  await insertReceipt(trx, upsert, applied);
  return applied;
}

interface Written {
  readonly fields: string;
  readonly stamps: string;
  readonly updated_clock: number;
}

async function findOwners(trx: Transaction<Tables>, { teamId }: Upsert, identifiers: readonly Identifier[]) {
  return await trx
    .selectFrom("contact_identifiers")
    .select(["kind", "record_id"])
    .where("team_id", "=", teamId)
    .where((where) => where.or(identifiers.map(({ kind, value }) => where.and({ kind, value }))))
    .execute();
}

async function findCompany(trx: Transaction<Tables>, { teamId, companyDomain }: Upsert) {
  if (companyDomain === undefined) return {};
  const owner = await trx
    .selectFrom("company_identifiers")
    .select("record_id")
    .where("team_id", "=", teamId)
    .where("kind", "=", "domain")
    .where("value", "=", companyDomain)
    .executeTakeFirst();
  return { companyId: owner?.record_id };
}

async function lockRecord(trx: Transaction<Tables>, { teamId }: Upsert, recordId: string) {
  return await trx
    .selectFrom("contacts")
    .select(["record_id", "fields", "stamps"])
    .where("team_id", "=", teamId)
    .where("record_id", "=", recordId)
    .forUpdate()
    .executeTakeFirst();
}

async function updateRecord(
  trx: Transaction<Tables>,
  { teamId }: Upsert,
  recordId: string,
  written: Written,
) {
  await trx
    .updateTable("contacts")
    .set(written)
    .where("team_id", "=", teamId)
    .where("record_id", "=", recordId)
    .execute();
}

async function insertRecord(trx: Transaction<Tables>, upsert: Upsert, record_id: string, written: Written) {
  const { teamId: team_id, userId: created_by, clock } = upsert;
  await trx
    .insertInto("contacts")
    .values({ team_id, record_id, source: "api", created_by, created_clock: clock, ...written })
    .execute();
}

async function insertIdentifiers(
  trx: Transaction<Tables>,
  { teamId: team_id, clock }: Upsert,
  record_id: string,
  identifiers: readonly Identifier[],
) {
  await trx
    .insertInto("contact_identifiers")
    .values(identifiers.map(({ kind, value }) => ({ team_id, kind, value, record_id, clock })))
    .execute();
}
