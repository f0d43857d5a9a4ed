import { createDatabase } from "@onefold/database";
import type { Item } from "@onefold/contract";
import { commitOnce } from "@onefold/records";
import { answerParent } from "../child/answer-parent.ts";
import type { Mix } from "../mixes.ts";
import { buildItems } from "./build-items.ts";

/** First what to prepare, then "run" with the same layout, so that several processes start together. */
export interface CeilingOrder {
  readonly prepare?: { readonly mix: Mix; readonly items: number; readonly firstRow: number };
  readonly run?: { readonly batch: number; readonly connections: number; readonly seconds: number };
}

export interface CeilingReply {
  readonly committed: number;
  readonly ms: number;
}

/** (e) `commitOnce` alone: items that lie ready, so many a transaction, on so many connections. */
const { DATABASE_URL = "", TEAM_ID: teamId = "", USER_ID: userId = "" } = process.env;
const db = createDatabase({ url: DATABASE_URL, max: 4 });
let items: readonly Item[] = [];

await answerParent(async ({ prepare, run }: CeilingOrder): Promise<CeilingReply> => {
  if (prepare) items = buildItems({ teamId, userId }, prepare.mix, prepare.firstRow, prepare.items);
  return run ? await commitAll(run) : { committed: 0, ms: 0 };
});
await db.destroy();

async function commitAll({ batch, connections, seconds }: NonNullable<CeilingOrder["run"]>) {
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  let taken = 0;
  let committed = 0;
  await Promise.all(Array.from({ length: connections }, commitInTurn));
  return { committed, ms: performance.now() - startedAt };

  async function commitInTurn(): Promise<void> {
    while (taken < items.length && performance.now() < endsAt) {
      const part = items.slice(taken, taken + batch);
      taken += part.length;
      await commitOnce(db, part);
      committed += part.length;
    }
  }
}
