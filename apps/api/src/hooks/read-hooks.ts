import type { Hook } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { listWebhooks } from "@onefold/records";
import { presentHook } from "../present/webhook.ts";

/** Gives a team's hooks as lemlist's clients know them: the webhooks that lemlist's route made, the oldest first. */
export async function readHooks(db: Database, teamId: string): Promise<Hook[]> {
  const webhooks = await listWebhooks(db, teamId);
  return webhooks.filter(({ lemlist }) => lemlist !== undefined).map((hook) => presentHook(hook));
}
