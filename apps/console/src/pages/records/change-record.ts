import type { UpsertCompanyAnswer, UpsertContactAnswer } from "@onefold/client/types";
import { client } from "../../api/client.ts";
import { toast } from "../../parts/toasts.tsx";
import type { Entity, Shown } from "./entities.ts";
import { WORDS } from "./entities.ts";
import { readAgain } from "./use-record.ts";

/**
 * Changes a record as any client would: by an upsert of its id. What wasn't taken is told.
 * @throws ApiError
 */
export async function changeRecord(
  entity: Entity,
  { _id }: Shown,
  body: Readonly<Record<string, unknown>>,
  told: string,
): Promise<void> {
  const { id, many } = WORDS[entity];
  const answer: UpsertContactAnswer | UpsertCompanyAnswer = await client[many].upsert({ [id]: _id, ...body });
  await readAgain(entity);
  const [refused] = answer.fieldRejections;
  if (refused) throw new Error(refused.message ?? `It wasn't taken: ${refused.field} is ${refused.reason}.`);
  toast(told);
}
