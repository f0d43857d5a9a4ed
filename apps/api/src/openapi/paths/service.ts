import { Liveness, Readiness } from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { answer, onlyErrors } from "../answers.ts";

export const servicePaths: ZodOpenApiPathsObject = {
  "/livez": {
    get: {
      operationId: "livez",
      summary: "Whether the process runs",
      security: [],
      responses: { "200": answer("It does.", Liveness) },
    },
  },
  "/readyz": {
    get: {
      operationId: "readyz",
      summary: "Whether requests should be sent here",
      description: "With a key that has the scope `read` or `admin` it says what to mend if not.",
      security: [{}, { basic: [] }, { bearer: [] }],
      responses: { "200": answer("Ready.", Readiness), "503": answer("Not ready.", Readiness) },
    },
  },
  "/metrics": {
    get: {
      operationId: "metrics",
      summary: "What this process counts, for Prometheus",
      description: "Needs the scope `read` or `admin`; no key at all where `HEALTH_DETAILS` is `public`.",
      responses: {
        "200": {
          description: "In Prometheus' text format, version 0.0.4.",
          headers: z.object({ "X-Request-Id": z.string() }),
          content: { "text/plain": { schema: z.string() } },
        },
        ...onlyErrors("401", "403", "503"),
      },
    },
  },
  "/openapi.json": {
    get: {
      operationId: "openapi",
      summary: "This document",
      security: [],
      responses: { "200": answer("An OpenAPI 3.1 document.", z.record(z.string(), z.unknown())) },
    },
  },
};
