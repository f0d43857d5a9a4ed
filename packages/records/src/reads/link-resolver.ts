import type { Tables } from "@onefold/database";
import { linkedIds } from "@onefold/identity";
import type { EntityDefinition, RecordState } from "@onefold/identity";
import type { Transaction } from "kysely";
import { findRetired } from "../rows/load-records.ts";
import type { ResolveLink } from "./snapshot.ts";

/** Reads where the links of a record lead now. */
export async function linkResolver(
  trx: Transaction<Tables>,
  { link }: EntityDefinition,
  { teamId, state }: { readonly teamId: string; readonly state: RecordState },
): Promise<ResolveLink> {
  const ids = link ? linkedIds(link, state) : [];
  const retired = await findRetired(
    trx,
    ids.map((id) => ({ team_id: teamId, record_id: id })),
  );
  const leadsTo = new Map(retired.map(({ record_id, survivor_id }) => [record_id, survivor_id]));
  return (id) => (leadsTo.has(id) ? (leadsTo.get(id) ?? undefined) : id);
}
