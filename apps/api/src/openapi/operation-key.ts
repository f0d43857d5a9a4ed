import { z } from "zod";
import { idempotencyKeyHeader } from "./idempotency-key-header.ts";

/** The Idempotency-Key of the operations on single records. */
export const operationHeaders = z.object({
  "Idempotency-Key": idempotencyKeyHeader(
    "Makes a retry safe: however often the request is repeated with the same key, path, query and body, in sequence " +
      "or at once, it is done once, and each repeat gets the answer of the first, with the same job. The key counts " +
      "per team, for all operations together, and is kept for at least 24 hours. Another request under it is 422; " +
      "one that is refused uses up nothing. Once the record is deleted, nothing of the answer is kept: 410.",
  ),
});

export const replayedHeader = {
  "Idempotent-Replayed": z.enum(["true"]).optional().meta({
    description: "The Idempotency-Key was known: this is the answer of the job that it named before.",
  }),
};
