import type { Applied, Item, Rejected } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { mergeRecords, readRecord, undoMerge } from "../../src/index.ts";
import { commitItems } from "./commit-items.ts";
import type { MergeOutcome, Once, Operation } from "../../src/index.ts";
import { email } from "./team.ts";
import type { Team } from "./team.ts";

/** What tests of operations do again and again. */
export function createActs(db: Database) {
  async function result(item: Item): Promise<Applied | Rejected> {
    const { outcomes } = await commitItems(db, [item]);
    const outcome = outcomes[0]?.result;
    if (!outcome) throw new Error("no outcome");
    return outcome;
  }

  async function applied(item: Item): Promise<Applied> {
    const outcome = await result(item);
    if (outcome.outcome === "rejected") throw new Error(outcome.message);
    return outcome;
  }

  async function idOf(item: Item): Promise<string> {
    return (await applied(item)).record.recordId;
  }

  async function read(team: Team, value: string) {
    return readRecord(db, team.teamId, "contact", byEmail(value));
  }

  function merging(
    team: Team,
    primary: string,
    secondaries: string[],
    operation: Operation = team.operation(),
  ) {
    return mergeRecords(db, operation, {
      entity: primary.startsWith("ctc_") ? "contact" : "company",
      primary: { recordId: primary },
      secondaries: secondaries.map((recordId) => ({ recordId })),
      dryRun: false,
    });
  }

  function undoing(team: Team, merge: Operation, entity: "contact" | "company" = "contact") {
    return undoMerge(db, team.operation(), { entity, jobId: merge.ref.jobId, row: merge.ref.row });
  }

  return { result, applied, idOf, read, merging, undoing };
}

export const byEmail = (value: string) => ({ identifier: email(value) });

export function mergedOf(outcome: Once<MergeOutcome>) {
  if (outcome.kind !== "merged") throw new Error(JSON.stringify(outcome));
  return outcome;
}

export function reasonOf(outcome: Awaited<ReturnType<typeof undoMerge>>): string {
  if (outcome.kind !== "refused") throw new Error(`not refused: ${outcome.kind}`);
  return outcome.reason;
}
