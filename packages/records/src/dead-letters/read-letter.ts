import { Upsert } from "@onefold/contract";
import type { ItemRef } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { readJob } from "../jobs/read-job.ts";
import { readReceipts } from "../receipts/read-receipts.ts";
import { receiptDay, receiptKey } from "../receipts/receipt-key.ts";
import { LetterCode } from "./list-letters.ts";
import type { ListedLetter } from "./list-letters.ts";

/** A dead letter with what it gave. */
export interface DeadLetter extends ListedLetter {
  readonly ref: ItemRef;
  /** As a client would send it, in canonical form. */
  readonly input?: Readonly<Record<string, unknown>>;
  /** As it was accepted. Absent where that can't be read. */
  readonly upsert?: Upsert;
}

/** Reads one dead letter; undefined where it is none, or none any more. */
export async function readLetter(db: Kysely<Tables>, named: ItemRef): Promise<DeadLetter | undefined> {
  const [job, receipts, keyId] = await Promise.all([
    readJob(db, named.teamId, named.jobId),
    readReceipts(db, [named]),
    readKeyId(db, named),
  ]);
  const receipt = receipts.get(receiptKey(named));
  if (receipt?.result.outcome !== "rejected" || !receipt.result.letter || job?.options.dryRun)
    return undefined;
  const { message, letter, input } = receipt.result;
  const { data: code } = LetterCode.safeParse(receipt.result.code);
  if (!code) return undefined;
  const upsert = upsertIn(letter.content);
  const entity = letter.entity ?? (named.row < 0 ? undefined : job?.entity);
  return {
    ref: { ...named, ...(job && { upload: true }) },
    jobId: named.jobId,
    row: named.row,
    clock: receipt.clock,
    code,
    message,
    tries: letter.tries,
    rejectedAt: receipt.finishedAt,
    ...(keyId !== undefined && { keyId }),
    ...(entity && { entity }),
    ...(letter.cause && { cause: letter.cause }),
    ...(letter.triedAt !== undefined && { triedAt: letter.triedAt }),
    ...(input && { input }),
    ...(upsert && { upsert }),
  };
}

function upsertIn(content: string | undefined): Upsert | undefined {
  return content === undefined ? undefined : Upsert.safeParse(JSON.parse(content)).data;
}

async function readKeyId(
  db: Kysely<Tables>,
  { teamId, acceptedAt, jobId, row }: ItemRef,
): Promise<string | undefined> {
  const { rows } = await sql<{ key_id: string | null }>`
    select r.key_id from receipts r
     where r.team_id = ${teamId} and r.day = ${receiptDay(acceptedAt)}::date
       and r.job_id = ${jobId} and r."row" = ${row}`.execute(db);
  return rows[0]?.key_id ?? undefined;
}
