import type { Database } from "@onefold/database";
import { tablesOf } from "../rows/entity-tables.ts";
import type { RecordName } from "../reads/read-record.ts";
import { changeOnce } from "./change-once.ts";
import type { Once } from "./change-once.ts";
import { appliedAgain } from "./applied-again.ts";
import { leaveReceipt } from "../receipts/leave-receipt.ts";
import type { Done } from "../receipts/leave-receipt.ts";
import { lockNamed } from "./lock-named.ts";
import type { NotFound, Operation } from "./operation.ts";
import { takeClock } from "./take-clock.ts";
import { writeFields } from "./write-fields.ts";

export interface SubscriptionRequest {
  readonly contact: RecordName;
  readonly unsubscribed: boolean;
}

export type SubscriptionOutcome = ({ readonly kind: "applied" } & Done) | NotFound;

/**
 * Unsubscribes a contact, or subscribes it again. The latest of these stands, whatever is merged. A single upsert never
 * changes it.
 */
export async function setUnsubscribed(
  db: Database,
  operation: Operation,
  { contact, unsubscribed }: SubscriptionRequest,
): Promise<Once<SubscriptionOutcome>> {
  return changeOnce<SubscriptionOutcome>(db, operation, appliedAgain, async (trx) => {
    const tables = tablesOf("contact");
    const [record] = await lockNamed(trx, tables, operation.ref.teamId, [contact]);
    if (!record) return { kind: "not-found" };
    const timed = await takeClock(operation, [record]);
    const changes = await writeFields(trx, tables, record, timed.clock, {
      set: unsubscribed ? { unsubscribed: true } : {},
      clear: unsubscribed ? [] : ["unsubscribed"],
    });
    const action = unsubscribed ? "unsubscribe" : "resubscribe";
    const done = await leaveReceipt(trx, tables, timed, record, { action, changes });
    return { kind: "applied", ...done };
  });
}
