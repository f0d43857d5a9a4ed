import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { NewReceipt } from "../receipts/new-receipt.ts";
import { rowSet } from "../rows/row-set.ts";
import { lookUp, ofTeams, teamOfKey } from "../rows/same-team.ts";
import { readIdentifierHash, shortHash } from "./value-hash.ts";
import { dropInput } from "./drop-input.ts";
import { withoutValue } from "./search-result.ts";
import type { QuotedName } from "./search-result.ts";

/** A receipt as it may be kept, and the hashes by which an erasure finds it; null if there is nothing to find. */
export interface NamedReceipt {
  readonly receipt: NewReceipt;
  readonly names: string[] | null;
}

/**
 * Hashes whom receipts quote besides their own records, so that an erasure finds them by these and not by a search.
 * What they quote of somebody who was deleted after the item was accepted isn't kept: an erasure that has looked
 * already wouldn't find it. (One that is under way looks again when this transaction has ended.)
 */
export async function nameReceipts(
  db: Kysely<Tables>,
  receipts: readonly NewReceipt[],
): Promise<NamedReceipt[]> {
  if (receipts.every(({ quoted }) => quoted === null))
    return receipts.map((receipt) => ({ receipt, names: null }));
  const hashOf = await readIdentifierHash(db);
  const hashed = receipts.map((receipt) => ({
    receipt,
    quoted: receipt.quoted?.map((name) => ({ name, hash: hashOf(receipt.ref.teamId, name.entity, name) })),
  }));
  const erasedAt = await findErased(db, hashed.flatMap(asked));
  return hashed.map(({ receipt, quoted }) => {
    if (!quoted) return { receipt, names: null };
    const since = receipt.retryOf ?? receipt.clock;
    const isErased = ({ hash }: Quoted) => (erasedAt.get(hash.toString("hex")) ?? -1) > since;
    if (quoted.some(isErased)) return withoutErased(receipt, quoted, isErased);
    return { receipt, names: quoted.map(({ hash }) => shortHash(hash)) };
  });
}

interface Quoted {
  readonly name: QuotedName;
  readonly hash: Buffer;
}

function withoutErased(
  receipt: NewReceipt,
  quoted: readonly Quoted[],
  isErased: (each: Quoted) => boolean,
): NamedReceipt {
  // The text was made of the whole result.
  const { result, json: _json, ...rest } = receipt;
  if (result.outcome === "rejected")
    return { receipt: { ...rest, result: dropInput(result, "erased") }, names: null };
  const fieldRejections = result.fieldRejections.map(withoutValue);
  const names = quoted.filter((each) => !isErased(each)).map(({ hash }) => shortHash(hash));
  return {
    receipt: { ...rest, result: { ...result, fieldRejections } },
    names: names.length > 0 ? names : null,
  };
}

interface Asked {
  readonly team_id: string;
  readonly entity: string;
  readonly kind: string;
  readonly hash: string;
  readonly clock: number;
}

function asked({ receipt, quoted = [] }: { receipt: NewReceipt; quoted: readonly Quoted[] | undefined }) {
  return quoted.map(({ name: { entity, kind }, hash }): Asked => ({
    team_id: receipt.ref.teamId,
    entity,
    kind,
    hash: hash.toString("hex"),
    clock: receipt.retryOf ?? receipt.clock,
  }));
}

/** Says, by hash, when each of these names was last erased. There are hardly ever any: one look at an index says so. */
async function findErased(db: Kysely<Tables>, names: readonly Asked[]): Promise<Map<string, number>> {
  if (names.length === 0) return new Map();
  const oldest = names.reduce((lowest, { clock }) => Math.min(lowest, clock), Infinity);
  const newer = await sql`
    select from tombstones where clock > ${oldest} and ${ofTeams(names.map(({ team_id }) => team_id))} limit 1`.execute(
    db,
  );
  if (newer.rows.length === 0) return new Map();
  const columns = { team_id: "id", entity: "id", kind: "id", hash: "text" } as const;
  const { rows } = await sql<{ hash: string; clock: number }>`
    select k.hash, max(greatest(t.clock, t.erased_clock)) as clock
      from ${lookUp({
        keys: rowSet("k", columns, names),
        table: "tombstones",
        as: "t",
        on: sql`
          t.team_id = ${teamOfKey("k", names)} and t.entity = k.entity and t.kind = k.kind
          and t.hash = decode(k.hash, 'hex')`,
      })}
     where t.record_id is null
     group by k.hash`.execute(db);
  return new Map(rows.map(({ hash, clock }) => [hash, clock]));
}
