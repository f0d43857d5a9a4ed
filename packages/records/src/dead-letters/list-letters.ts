import { DeadLetterCause, Entity, ErrorCode } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { z } from "zod";

export const LetterCode = ErrorCode.extract(["UNPROCESSABLE", "UNREADABLE"]);
export type LetterCode = z.infer<typeof LetterCode>;

export interface LettersRequest {
  readonly limit: number;
  /** Only letters behind this one. */
  readonly before?: LetterPlace;
}

/** Where a letter is in the list. What a row wanted created has its clock, and another row. */
export interface LetterPlace {
  readonly clock: number;
  readonly row: number;
}

/** A dead letter, without what it gave. */
export interface ListedLetter {
  readonly jobId: string;
  readonly row: number;
  readonly clock: number;
  readonly keyId?: string;
  readonly entity?: Entity;
  readonly code: LetterCode;
  readonly message: string;
  readonly cause?: DeadLetterCause;
  readonly tries: number;
  /** Milliseconds since 1970, as the next. */
  readonly rejectedAt: number;
  readonly triedAt?: number;
}

export interface LetterPage {
  readonly letters: readonly ListedLetter[];
  /** Behind which to go on; absent at the end. */
  readonly next?: LetterPlace;
}

const FIRST: LetterPlace = { clock: Number.MAX_SAFE_INTEGER, row: 0 };

interface LetterRow {
  clock: number;
  job_id: string;
  row: number;
  key_id: string | null;
  finished_at: Date;
  rest: unknown;
}

/**
 * Lists a team's dead letters, newest first. The index `receipts_dead_letter` has these alone, so it costs the same among
 * millions of receipts. Rows of a dry run that couldn't be read are none: they don't say themselves that they were only
 * tried.
 */
export async function listLetters(
  db: Database,
  teamId: string,
  { limit, before = FIRST }: LettersRequest,
): Promise<LetterPage> {
  const { rows } = await sql<LetterRow>`
    select r.clock, r.job_id, r."row", r.key_id, r.finished_at,
           json_build_object('code', r.result -> 'code', 'message', r.result -> 'message',
             'entity', r.result -> 'letter' -> 'entity', 'tries', r.result -> 'letter' -> 'tries',
             'triedAt', r.result -> 'letter' -> 'triedAt', 'cause', r.result -> 'letter' -> 'cause') as rest
      from receipts r
     where r.team_id = ${teamId} and (r.clock, r."row") < (${before.clock}::bigint, ${before.row}::int)
       and r.record_id is null and r.result -> 'letter' is not null
       and (r.result ->> 'code' = 'UNPROCESSABLE' or r.result ->> 'code' = 'UNREADABLE')
       and not exists (
             select from jobs j
              where j.team_id = ${teamId} and j.job_id = r.job_id and j.options ->> 'dryRun' = 'true')
     order by r.clock desc, r."row" desc limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { letters: page.flatMap(letterOf), ...(last && { next: { clock: last.clock, row: last.row } }) };
}

/** What the row has as JSON, in which what is absent is null. */
const Rest = z.object({
  code: LetterCode,
  message: z.string(),
  entity: Entity.nullable(),
  tries: z.int(),
  triedAt: z.number().nullable(),
  cause: DeadLetterCause.nullable(),
});

function letterOf({
  clock,
  job_id: jobId,
  row,
  key_id: keyId,
  finished_at,
  rest,
}: LetterRow): ListedLetter[] {
  const read = Rest.safeParse(rest);
  // What a newer Onefold wrote mustn't keep the others from being read.
  if (!read.success) return [];
  const { code, message, entity, tries, triedAt, cause } = read.data;
  return [
    {
      jobId,
      row,
      clock,
      code,
      message,
      tries,
      rejectedAt: finished_at.getTime(),
      ...(keyId !== null && { keyId }),
      ...(entity !== null && { entity }),
      ...(cause !== null && { cause }),
      ...(triedAt !== null && { triedAt }),
    },
  ];
}
