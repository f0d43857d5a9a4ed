import type { Entity } from "@onefold/contract";
import { previewUpsert } from "@onefold/records";
import { reading } from "./errors/reading.ts";
import { presentPreview } from "./present/upsert.ts";
import type { AppContext } from "./request/app-env.ts";
import { readBody } from "./request/read-body.ts";
import { reply } from "./request/reply.ts";
import type { UpsertOptions } from "./request/upsert-options.ts";
import type { Services } from "./services.ts";
import { validateUpsert } from "./validate/validate-upsert.ts";

/**
 * Answers a dry run: what would the request come to if it were applied now, after all that is applied already? Nothing
 * is written or queued, and there is no job.
 */
export async function previewAnswer(
  c: AppContext,
  services: Services,
  entity: Entity,
  options: UpsertOptions,
): Promise<Response> {
  const body = await readBody(c, services.limits);
  const upsert = await validateUpsert(c, services, entity, body, options);
  const now = services.clock.now();
  const item = {
    ref: { teamId: c.get("key").teamId, jobId: "dry-run", row: 0, acceptedAt: now },
    // The clock is as high as the store would issue it, so nothing that was applied is later.
    clock: Math.max(now * 1_000, services.producer.highestClock()) + 1,
    upsert,
  };
  const preview = presentPreview(c.get("key"), await reading(() => previewUpsert(services.db, item)));
  return reply(c, preview.status, preview.body);
}
