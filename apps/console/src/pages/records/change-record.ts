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
  // Who edits one record means no other one: what belongs to another stays there, also where the team merges.
  const answer: UpsertContactAnswer | UpsertCompanyAnswer = await client[many].upsert(
    { [id]: _id, ...body },
    { onConflict: "prefer" },
  );
  await readAgain(entity);
  const [refused] = answer.fieldRejections;
  if (refused) throw new Error(refused.message ?? sentenceOf(entity, refused));
  toast(told);
}

function sentenceOf(
  entity: Entity,
  { field, reason }: UpsertContactAnswer["fieldRejections"][number],
): string {
  if (reason === "duplicate")
    return `It wasn't taken (duplicate): it is another ${WORDS[entity].one}'s. Conflicts lists the two.`;
  if (reason === "placeholder")
    return "It wasn't taken (placeholder): such a value names nobody. Settings, Identity rules say which do all the same.";
  return `It wasn't taken: ${field} is ${reason}.`;
}
