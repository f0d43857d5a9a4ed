import { INVARIANTS, verify } from "@onefold/records";
import type { Invariant } from "@onefold/records";
import { withDatabase } from "../support/with-database.ts";
import type { Finding } from "./checker/evidence.ts";

const KINDS: Readonly<Record<Invariant, Finding["kind"]>> = {
  lost: "lost",
  appliedTwice: "applied twice",
  sharedIdentifiers: "duplicate record",
  notLatest: "wrong field",
  pastDue: "late",
};
const SINCE_MS = 86_400_000;
const DUE_MS = 60_000;

/**
 * What `onefold verify` says of a round's team. It is of the service, so what it doesn't find shows nothing here; what it
 * finds and the checker doesn't is a mistake of one of them.
 */
export async function verifyTeam(databaseUrl: string, teamId: string): Promise<Finding[]> {
  const { found } = await withDatabase(databaseUrl, (db) =>
    verify(db, { since: { agoMs: SINCE_MS }, dueMs: DUE_MS, teamId, shown: 5 }),
  );
  return INVARIANTS.flatMap((invariant) =>
    found[invariant].first.map((finding) => ({
      kind: KINDS[invariant],
      message: `onefold verify says ${invariant}: ${JSON.stringify(finding)}`,
    })),
  );
}
