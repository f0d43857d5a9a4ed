import type { Hook } from "@onefold/contract";
import { SAMPLE, SAMPLE_TIME } from "../openapi/samples/ids.ts";

/** The hook of the examples. */
export const HOOK: Hook = {
  _id: SAMPLE.webhookId,
  targetUrl: "https://hooks.example.com/lemlist",
  createdAt: SAMPLE_TIME,
  type: "emailsUnsubscribed",
};
