import { NoteCode, notesIn } from "@onefold/contract";
import type { ItemResult, JobNote } from "@onefold/contract";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { z } from "zod";

const CountedNote = z.object({ rows: z.int(), firstRow: z.int() });
/**
 * The rows with notes, by code. The codes are a closed list, so this stays small. A newer Onefold may know more of
 * them.
 */
const CountedNotes = z.record(z.string(), CountedNote);
export type CountedNotes = z.infer<typeof CountedNotes>;

/** Adds one row of a job. It counts once for each code, however often it has it. */
export function addNotes(notes: CountedNotes, row: number, result: ItemResult): void {
  if (result.outcome === "rejected") return;
  for (const code of notesIn(result)) {
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

/** Reads the notes of a column, in the order of their codes. */
export function notesOf(column: unknown): JobNote[] {
  const counted = column === null ? {} : CountedNotes.parse(column);
  return NoteCode.options.flatMap((code) => (counted[code] ? [{ code, ...counted[code] }] : []));
}

/** Writes the column that `notesOf` reads. */
export function notesColumn(notes: readonly JobNote[]): string | null {
  if (notes.length === 0) return null;
  return JSON.stringify(Object.fromEntries(notes.map(({ code, ...counted }) => [code, counted])));
}
