import { ErrorCode, NoteCode } from "@onefold/contract";
import { seesNote } from "@onefold/present";
import type { ResultsRequest } from "@onefold/records";
import { z } from "zod";
import { requireOneOf } from "../auth/require-scope.ts";
import type { AppContext } from "../request/app-env.ts";
import { queryChoice, queryNumber } from "../request/query.ts";

const Outcomes = z.enum(["created", "updated", "unmodified", "rejected"]);
const Notes = z.enum([...NoteCode.options, "any"]);
const ROW_MAX = 999_999_999;

/** The query parameters that choose rows. */
export const RESULTS_QUERY = {
  outcome: Outcomes.optional().meta({ description: "Only those.", param: { example: "rejected" } }),
  note: Notes.optional().meta({
    description:
      "Only applied rows with this note: the code of a warning, or the reason for which a value was not applied; " +
      "`any`: those with one at all. `notes` of the job says how many there are. POSSIBLE_DUPLICATE takes a key with " +
      "`read`.",
  }),
  code: ErrorCode.optional().meta({
    description:
      "Only rows that were rejected with this code. `rejections` of the job says how many there are.",
  }),
  fromRow: z
    .int()
    .min(0)
    .max(ROW_MAX)
    .optional()
    .meta({ description: "Only this row and those after it.", param: { example: 0 } }),
};

export type WhichResults = Pick<ResultsRequest, "outcome" | "notes" | "code" | "after">;

export interface AskedResults {
  readonly which: WhichResults;
  /** What was asked for. A cursor is valid for this and for the job only. */
  readonly asked: { readonly outcome: string; readonly note?: string; readonly code?: string };
}

/** @throws ApiError INVALID_REQUEST, FORBIDDEN */
export function readResultsQuery(c: AppContext): AskedResults {
  const outcome = queryChoice(c, "outcome", Outcomes.options);
  const note = queryChoice(c, "note", Notes.options);
  const code = queryChoice(c, "code", ErrorCode.options);
  const fromRow = queryNumber(c, "fromRow", ROW_MAX);
  return {
    asked: {
      outcome: outcome ?? "all",
      ...(note !== undefined && { note }),
      ...(code !== undefined && { code }),
    },
    which: {
      ...(outcome !== undefined && { outcome }),
      ...(note !== undefined && { notes: notesOf(c, note) }),
      ...(code !== undefined && { code }),
      ...(fromRow !== undefined && { after: fromRow - 1 }),
    },
  };
}

/** A key can't filter by a note that its results don't show: it would learn which rows have it. */
function notesOf(c: AppContext, note: z.infer<typeof Notes>): readonly NoteCode[] {
  const key = c.get("key");
  if (note === "any") return NoteCode.options.filter((code) => seesNote(key, code));
  if (!seesNote(key, note)) requireOneOf(key, ["read"]);
  return [note];
}
