import type { Database } from "@onefold/database";
import type { Item } from "@onefold/contract";
import { rejectItems } from "../../src/index.ts";
import { inputOf } from "../../src/jobs/input-of.ts";

/** Keeps an item as one that the database refused: a dead letter. */
export async function asDeadLetter(db: Database, item: Item): Promise<Item> {
  const { ref, clock, upsert } = item;
  const result = {
    outcome: "rejected",
    code: "UNPROCESSABLE",
    message: "The database refused it.",
    input: inputOf(upsert),
    letter: { entity: upsert.entity, content: JSON.stringify(upsert), tries: 1 },
  } as const;
  await rejectItems(db, [{ ref, clock, keyId: upsert.keyId, entity: upsert.entity, result }]);
  return item;
}
