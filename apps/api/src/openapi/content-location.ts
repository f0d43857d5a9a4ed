import { z } from "zod";

/** A header of the routes that read one record. */
export const contentLocation = {
  "Content-Location": z.string().optional().meta({
    description: "Where the record is, when the id that was asked for was merged into it.",
    example: "/api/contacts/ctc_Nx4qJwS0dV2bTzK8m",
  }),
};
