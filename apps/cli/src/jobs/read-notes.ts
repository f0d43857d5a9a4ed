import { isOfValue, JobResult } from "@onefold/contract";
import type { FieldRejection, Job, JobNote, NoteCode } from "@onefold/contract";
import { ApiRefusal } from "../api/api-refusal.ts";
import { withClient } from "../api/client-of.ts";
import type { Trying } from "../api/client-of.ts";
import type { Api } from "../api/find-api.ts";

/** A note of a job, with one of the rows that have it, if one could be read. */
export interface ToldNote extends JobNote {
  readonly example?: NoteExample;
}

/** What a warning says, or the value that was not applied and the record that was in its way. */
export interface NoteExample extends Omit<FieldRejection, "reason"> {
  readonly row: number;
}

/**
 * Reads the notes of a job that has ended, each with an example. That is one small request for each kind, however long
 * the job is.
 * @throws the reason of the signal
 */
export async function readNotes(
  api: Api,
  { id, notes = [] }: Job,
  trying: Trying,
): Promise<readonly ToldNote[]> {
  const examples = new Map<NoteCode, NoteExample>();
  try {
    for (const note of notes) {
      const example = await readExample(api, id, note, trying);
      if (example) examples.set(note.code, example);
    }
  } catch (error) {
    // The job has ended and its counts are known. They are told without examples rather than not at all.
    if (!(error instanceof ApiRefusal)) throw error;
  }
  return notes.map((note) => {
    const example = examples.get(note.code);
    return { ...note, ...(example && { example }) };
  });
}

/** Gives undefined if the record of the first row was deleted since: then nothing of the row is kept. */
async function readExample(
  api: Api,
  id: string,
  { code, firstRow }: JobNote,
  trying: Trying,
): Promise<NoteExample | undefined> {
  return await withClient(api, trying, async ({ jobs }) => {
    for await (const result of jobs.results(id, { note: code, fromRow: firstRow, limit: 1 }))
      return exampleOf(JobResult.parse(result), code);
    return undefined;
  });
}

function exampleOf(
  { row, warnings = [], fieldRejections = [] }: JobResult,
  code: NoteCode,
): NoteExample | undefined {
  if (isOfValue(code)) {
    const rejection = fieldRejections.find(({ reason }) => reason === code);
    if (!rejection) return undefined;
    const { reason: _, ...example } = rejection;
    return { row, ...example };
  }
  const warning = warnings.find((each) => each.code === code);
  return warning && { row, field: warning.field, message: warning.message };
}
