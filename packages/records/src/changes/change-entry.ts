import { ChangeEntity, ChangeEventName, WebhookDisabledReason } from "@onefold/contract";
import { z } from "zod";

/** What no receipt tells of an event. */
const Rest = z.object({
  /** For a deletion, which leaves no receipt. */
  recordId: z.string().optional(),
  clock: z.int().optional(),
  keyId: z.string().optional(),
  /** The ids that a deleted record had besides, by merges. */
  mergedIds: z.array(z.string()).optional(),
  /** The records that an undo brought back. */
  restoredIds: z.array(z.string()).optional(),
  /** Why a webhook was disabled. */
  disabledReason: WebhookDisabledReason.optional(),
});

/**
 * An event as it is stored: what happened, and the name of the receipt, or job, that tells the rest. So nothing personal is
 * kept a second time, and what an erasure has stripped there is in no event.
 */
export const ChangeEntry = z.tuple(
  [
    ChangeEventName,
    ChangeEntity,
    /** The job; of a webhook its id. */
    z.string(),
    /** The row; of a webhook how many attempts it had. */
    z.int(),
    /** When its item was accepted, or the webhook disabled, in milliseconds since 1970. */
    z.int(),
  ],
  Rest,
);
export type ChangeEntry = z.infer<typeof ChangeEntry>;

/** Says whether an event is told whole by what is stored of it: no receipt and no job tells more. */
export function isWhole(event: ChangeEventName): boolean {
  return event === "deleted" || event === "disabled";
}
