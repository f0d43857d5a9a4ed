import type { Database } from "@onefold/database";
import { tablesOf } from "../rows/entity-tables.ts";
import type { RecordName } from "../reads/read-record.ts";
import { writeTombstones } from "../erasure/write-tombstones.ts";
import { appliedAgain } from "./applied-again.ts";
import { changeOnce } from "./change-once.ts";
import type { Once } from "./change-once.ts";
import { leaveReceipt } from "../receipts/leave-receipt.ts";
import type { Done } from "../receipts/leave-receipt.ts";
import { lockNamed } from "./lock-named.ts";
import type { LockedRecord } from "./lock-named.ts";
import type { NotFound, Operation } from "./operation.ts";
import { takeClock } from "./take-clock.ts";
import { writeFields } from "./write-fields.ts";

export interface EmailRequest {
  readonly contact: RecordName;
  /** The e-mail in canonical form. */
  readonly email: string;
}

export type EmailOutcome =
  | ({ readonly kind: "applied" } & Done)
  | NotFound
  /** The contact has no such e-mail. */
  | { readonly kind: "no-such-email" }
  /** Without it the contact would have no identifier left. */
  | { readonly kind: "last-identifier" };

/**
 * Takes an e-mail away from a contact. If it was the primary one, the oldest of the others is that from now on. An
 * upsert with a lower clock doesn't add it again: it reaches the contact, without the e-mail.
 */
export async function removeEmail(
  db: Database,
  operation: Operation,
  { contact, email }: EmailRequest,
): Promise<Once<EmailOutcome>> {
  return changeOnce<EmailOutcome>(db, operation, appliedAgain, async (trx) => {
    const tables = tablesOf("contact");
    const { teamId } = operation.ref;
    const [record] = await lockNamed(trx, tables, teamId, [contact]);
    if (!record) return { kind: "not-found" };
    const index = indexOfEmail(record, email);
    if (index === -1) return { kind: "no-such-email" };
    if (record.identifiers.length === 1) return { kind: "last-identifier" };

    const timed = await takeClock(operation, [record]);
    const { clock } = timed;
    record.identifiers.splice(index, 1);
    await trx
      .deleteFrom(tables.identifiers)
      .where("team_id", "=", teamId)
      .where("kind", "=", "email")
      .where("value", "=", email)
      .execute();
    await writeTombstones(trx, "contact", [
      { teamId, identifier: { kind: "email", value: email }, clock, recordId: record.recordId },
    ]);
    const wasPrimary = record.state.fields["email"] === email;
    const next = wasPrimary ? oldestEmail(record) : undefined;
    record.updatedClock = Math.max(record.updatedClock, clock);
    const written = await writeFields(trx, tables, record, clock, {
      set: next === undefined ? {} : { email: next },
      clear: wasPrimary ? ["email"] : [],
    });
    const changes = wasPrimary ? written : { additionalEmails: { from: [email] } };
    const done = await leaveReceipt(trx, tables, timed, record, { action: "remove-email", changes });
    return { kind: "applied", ...done };
  });
}

/** Makes an e-mail that the contact owns its primary one. */
export async function setPrimaryEmail(
  db: Database,
  operation: Operation,
  { contact, email }: EmailRequest,
): Promise<Once<EmailOutcome>> {
  return changeOnce<EmailOutcome>(db, operation, appliedAgain, async (trx) => {
    const tables = tablesOf("contact");
    const [record] = await lockNamed(trx, tables, operation.ref.teamId, [contact]);
    if (!record) return { kind: "not-found" };
    if (indexOfEmail(record, email) === -1) return { kind: "no-such-email" };
    const timed = await takeClock(operation, [record]);
    const changes = await writeFields(trx, tables, record, timed.clock, { set: { email }, clear: [] });
    const done = await leaveReceipt(trx, tables, timed, record, { action: "set-primary-email", changes });
    return { kind: "applied", ...done };
  });
}

function indexOfEmail({ identifiers }: LockedRecord, email: string): number {
  return identifiers.findIndex(({ kind, value }) => kind === "email" && value === email);
}

function oldestEmail({ identifiers }: LockedRecord): string | undefined {
  return identifiers
    .filter(({ kind }) => kind === "email")
    .toSorted((a, b) => a.clock - b.clock || (a.value < b.value ? -1 : 1))[0]?.value;
}
