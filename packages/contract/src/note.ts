import { z } from "zod";
import { ErrorCode, REJECTION_MEANINGS, RejectionReason, WARNING_MEANINGS, WarningCode } from "./codes.ts";
import type { Applied } from "./receipt.ts";

/** What an applied item can say besides its outcome: a warning's code, or why one of its values was not applied. */
export const NoteCode = z.enum([...WarningCode.options, ...RejectionReason.options]).meta({ id: "NoteCode" });
export type NoteCode = z.infer<typeof NoteCode>;

export const NOTE_MEANINGS = { ...WARNING_MEANINGS, ...REJECTION_MEANINGS } as const satisfies Record<
  NoteCode,
  string
>;

/** Gives the notes of a result, each once, in the order of their codes. */
export function notesIn({
  warnings,
  fieldRejections,
}: Pick<Applied, "warnings" | "fieldRejections">): NoteCode[] {
  const codes = new Set<NoteCode>([
    ...warnings.map(({ code }) => code),
    ...fieldRejections.map(({ reason }) => reason),
  ]);
  return NoteCode.options.filter((code) => codes.has(code));
}

/** How many rows of a job have one kind of note. */
export const JobNote = z
  .object({
    code: NoteCode,
    rows: z.int().positive().meta({ description: "A row that has it several times counts once." }),
    firstRow: z.int().nonnegative().meta({
      description: "The first of them: `GET /api/jobs/{id}/results?note=…&fromRow=…` begins with it.",
    }),
  })
  .meta({ id: "JobNote" });
export type JobNote = z.infer<typeof JobNote>;

/** How many rows of a job were rejected for one reason. */
export const JobRejection = z
  .object({
    code: ErrorCode,
    rows: z.int().positive(),
    firstRow: z.int().nonnegative().meta({
      description: "The first of them: `GET /api/jobs/{id}/results?code=…&fromRow=…` begins with it.",
    }),
  })
  .meta({ id: "JobRejection" });
export type JobRejection = z.infer<typeof JobRejection>;

/** Says whether a value was not applied. A warning doesn't mean that. */
export function isOfValue(code: NoteCode): boolean {
  return RejectionReason.safeParse(code).success;
}
