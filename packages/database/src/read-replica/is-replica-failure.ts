import { isOutage } from "../is-outage.ts";

/** A statement takes too long. It would take as long on the primary. */
const TOO_SLOW = "57014";
/** Postgres cancels a read that keeps the replay from going on: serialization_failure. */
const CONFLICT_WITH_RECOVERY = "40001";

/** Says whether a read of a replica failed for a reason that the primary doesn't have. */
export function isReplicaFailure(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === CONFLICT_WITH_RECOVERY || (isOutage(error) && code !== TOO_SLOW);
}
