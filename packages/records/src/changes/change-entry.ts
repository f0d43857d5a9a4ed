import { ChangeEventName, Entity } from "@onefold/contract";
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
});

/**
 * An event as it is stored: what happened, and the name of the receipt, or job, that tells the rest. So nothing personal is
 * kept a second time, and what an erasure has stripped there is in no event.
 */
export const ChangeEntry = z.tuple(
  [
    ChangeEventName,
    Entity,
    z.string(),
    z.int(),
    /** When its item was accepted, in milliseconds since 1970. */
    z.int(),
  ],
  Rest,
);
export type ChangeEntry = z.infer<typeof ChangeEntry>;
