import type { ApiKey } from "@onefold/contract";
import { pathParameter } from "../openapi/content.ts";
import { SAMPLE, SAMPLE_TIME } from "../openapi/samples/ids.ts";

/** The key of the examples. */
export const KEY: ApiKey = {
  _id: SAMPLE.keyId,
  prefix: "ofk_7Qx2",
  name: "Website form",
  scopes: ["ingest"],
  rateLimit: { requests: 20, seconds: 2 },
  userId: SAMPLE.userId,
  createdAt: SAMPLE_TIME,
};

/** What the fields of a key take, as errors say it. */
export const EXPECTED = {
  name: "a text of 1 to 255 characters on one line",
  rateLimit: "requests (1 to 1000000) and seconds (1 to 86400), two whole numbers",
};

export const KEY_PARAMETER = { id: pathParameter("The key's id.", SAMPLE.keyId) };
