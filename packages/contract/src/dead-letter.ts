import { z } from "zod";
import { ErrorCode } from "./codes.ts";
import { Entity } from "./entity.ts";
import { JobResult } from "./job-results.ts";
import { DeadLetterCause } from "./receipt.ts";
import { Clock, JobLink, Timestamp } from "./wire-parts.ts";

const Row = z.int().meta({
  description:
    "Of the job; 0 for a single request. Below zero: the company that row `-1 - row` wanted created.",
});

/** An accepted item that couldn't be applied, without what it gave. */
export const ListedDeadLetter = z
  .object({
    job: JobLink,
    row: Row,
    url: z.string().meta({ description: "Where it is read, mended, replayed and dropped." }),
    entity: Entity.optional().meta({ description: "Absent where it can't be read." }),
    acceptedAt: Timestamp,
    clock: Clock,
    keyId: z.string().optional().meta({ description: "The API key that sent it, as far as that is known." }),
    code: ErrorCode.extract(["UNPROCESSABLE", "UNREADABLE"]).meta({
      description:
        "`UNPROCESSABLE`: the database refuses a value. `UNREADABLE`: the queue's copy of it can't be read.",
    }),
    message: z.string().meta({ description: "Has nothing of what it gave." }),
    cause: DeadLetterCause.optional().meta({ description: "What the database said, without a value." }),
    rejectedAt: Timestamp,
    tries: z.int().positive().meta({ description: "How often it was refused, by a worker or a replay." }),
    triedAt: Timestamp.optional().meta({ description: "When it was last replayed in vain." }),
  })
  .meta({ id: "ListedDeadLetter" });
export type ListedDeadLetter = z.infer<typeof ListedDeadLetter>;

/** A dead letter with what it gave. */
export const DeadLetter = ListedDeadLetter.extend({
  body: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: "As it was accepted, in canonical form: to be mended and sent with PUT." }),
  raw: z.string().optional().meta({ description: "In place of `body`, what can't be read as one." }),
  canReplay: z.boolean().meta({ description: "Whether it can be replayed as it is." }),
}).meta({ id: "DeadLetter" });
export type DeadLetter = z.infer<typeof DeadLetter>;

/** The answer to `GET /api/dead-letters`. */
export const DeadLetterList = z
  .object({
    data: z.array(ListedDeadLetter).meta({ description: "By their clocks, newest first." }),
    limit: z.int().positive(),
    nextCursor: z
      .string()
      .optional()
      .meta({ description: "`cursor` of the next page; absent at the end, and only there." }),
  })
  .meta({ id: "DeadLetterList" });
export type DeadLetterList = z.infer<typeof DeadLetterList>;

/** What a row came to that was a dead letter. */
export const DeadLetterOutcome = z
  .object({ job: JobLink, data: JobResult })
  .meta({ id: "DeadLetterOutcome" });
export type DeadLetterOutcome = z.infer<typeof DeadLetterOutcome>;
