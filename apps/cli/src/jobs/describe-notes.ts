import { isOfValue, NOTE_MEANINGS } from "@onefold/contract";
import type { Job } from "@onefold/contract";
import { rowsOf } from "./describe-counts.ts";
import type { NoteExample, ToldNote } from "./read-notes.ts";

/** Says whether a value of an applied row was not applied. */
export function lacksValues({ notes = [] }: Job): boolean {
  return notes.some(({ code }) => isOfValue(code));
}

/** Describes each kind in a few lines: how many rows, what it means, an example, and how to list them. */
export function describeNotes(id: string, notes: readonly ToldNote[]): string[] {
  return notes.flatMap(({ code, rows, example }) => {
    const what = isOfValue(code) ? "with a value that was not applied" : "with a warning";
    return [
      // The meanings are Markdown, which a terminal doesn't show as such.
      `${rowsOf(rows)} ${what}, ${code}: ${NOTE_MEANINGS[code].replaceAll("`", "")}`,
      ...(example ? [`  For example ${describeExample(example)}`] : []),
      `  ${rows === 1 ? "It is listed" : "All are listed"} by: npx onefold jobs results ${id} --note ${code}`,
    ];
  });
}

/** The part of a value that fits into a line. */
const SHOWN_MAX = 120;

function describeExample({ row, field, ...example }: NoteExample): string {
  const { message, rejectedValue, conflictingRecordId } = example;
  const value = rejectedValue === undefined ? "" : `: ${shortened(JSON.stringify(rejectedValue))}`;
  const record = conflictingRecordId === undefined ? "" : ` (see ${conflictingRecordId})`;
  // Rows are counted from 1, as people and the files of results count.
  return `row ${row + 1}, ${field}${message === undefined ? `${value}${record}` : `: ${message}`}`;
}

function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length > SHOWN_MAX ? `${characters.slice(0, SHOWN_MAX).join("")}…` : text;
}
