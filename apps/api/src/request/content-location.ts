import type { RecordName } from "@onefold/records";
import { z } from "zod";

/** A header of the routes that read one record. */
export const CONTENT_LOCATION = {
  "Content-Location": z.string().optional().meta({
    description: "Where the record is, when the id that was asked for was merged into it.",
    example: "/api/contacts/ctc_Nx4qJwS0dV2bTzK8m",
  }),
};

/** If the record was merged into another, says where the record is that answers in its place. Else it says nothing. */
export function contentLocation(
  asked: RecordName,
  recordId: string,
  url: string,
): Readonly<Record<string, string>> {
  const isSurvivor = "recordId" in asked && asked.recordId !== recordId;
  return isSurvivor ? { "Content-Location": url } : {};
}
