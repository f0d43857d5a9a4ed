import { ErrorCode, NoteCode, notesIn } from "@onefold/contract";
import type { ItemResult, JobNote, JobRejection } from "@onefold/contract";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { z } from "zod";

const CountedNote = z.object({ rows: z.int(), firstRow: z.int() });
/**
 * The applied rows with notes and the rejected ones, by code. The codes are closed lists that have none in common, so
 * this stays small. A newer Onefold may know more of them.
 */
const CountedNotes = z.record(z.string(), CountedNote);
export type CountedNotes = z.infer<typeof CountedNotes>;

/** Adds one row of a job. It counts once for each code, however often it has it. */
export function addNotes(notes: CountedNotes, row: number, result: ItemResult): void {
  for (const code of result.outcome === "rejected" ? [result.code] : notesIn(result)) {
    const note = (notes[code] ??= { rows: 0, firstRow: row });
    note.rows++;
    note.firstRow = Math.min(note.firstRow, row);
  }
}

/**
 * Sums up what the commits of a job have counted, as one column; null if there is nothing.
 * @param job the alias of the job's row, whose team is `team`
 */
export function sumOfNotes(job: string, team: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select jsonb_object_agg(n.code, jsonb_build_object('rows', n.rows, 'firstRow', n.first_row)) from (
      select e.key as code, sum((e.value ->> 'rows')::int) as rows, min((e.value ->> 'firstRow')::int) as first_row
        from job_counts c cross join lateral jsonb_each(c.notes) e
       where c.team_id = ${team} and c.job_id = ${sql.ref(job)}.job_id and c.notes is not null
       group by e.key) n)`;
}

interface JobNotes {
  readonly notes: readonly JobNote[];
  readonly rejections: readonly JobRejection[];
}

/** Reads the column: the notes of applied rows and the codes of rejected ones, both in the order of their codes. */
export function notesOf(column: unknown): JobNotes {
  const counted = column === null ? {} : CountedNotes.parse(column);
  const those = <Code extends string>(codes: readonly Code[]) =>
    codes.flatMap((code) => (counted[code] ? [{ code, ...counted[code] }] : []));
  return { notes: those(NoteCode.options), rejections: those(ErrorCode.options) };
}

/** Writes the column that `notesOf` reads. */
export function notesColumn({ notes, rejections }: JobNotes): string | null {
  const all = [...notes, ...rejections];
  if (all.length === 0) return null;
  return JSON.stringify(Object.fromEntries(all.map(({ code, ...counted }) => [code, counted])));
}
