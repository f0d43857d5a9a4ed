import { Job, WAIT_MAX_SECONDS } from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { answer, errors } from "../answers.ts";

export const jobsPaths: ZodOpenApiPathsObject = {
  "/api/jobs/{id}": {
    get: {
      operationId: "getJob",
      summary: "Read what became of a request",
      requestParams: {
        path: z.object({ id: z.string().meta({ description: "As a POST answered it." }) }),
        query: z.object({
          wait: z.int().min(0).max(WAIT_MAX_SECONDS).optional().meta({
            description: "Seconds to wait for the job's end.",
          }),
        }),
      },
      responses: { "200": answer("The job.", Job), ...errors("INVALID_REQUEST", "NOT_FOUND", "JOB_EXPIRED") },
    },
  },
};
