import { ERROR_MEANINGS, NOTE_MEANINGS, REJECTION_MEANINGS, WARNING_MEANINGS } from "@onefold/contract";

type Meanings = Readonly<Record<string, string | { readonly meaning: string }>>;

const LISTS: Readonly<Record<string, Meanings>> = {
  ErrorCode: ERROR_MEANINGS,
  WarningCode: WARNING_MEANINGS,
  RejectionReason: REJECTION_MEANINGS,
  NoteCode: NOTE_MEANINGS,
};

/**
 * Gives each code of a closed list with its meaning, as Markdown. It gives undefined for a schema that isn't such a
 * list.
 */
export function describeCodes(schema: string): string | undefined {
  const meanings = LISTS[schema];
  if (!meanings) return undefined;
  const lines = Object.entries(meanings).map(([code, entry]) => {
    const meaning = typeof entry === "string" ? entry : entry.meaning;
    return `- \`${code}\`: ${meaning}`;
  });
  return `A closed list.\n\n${lines.join("\n")}`;
}
