import type { ConsoleSessionAnswer } from "@onefold/contract";
import { KEY } from "../keys/sample.ts";
import { SAMPLE } from "../openapi/samples/ids.ts";

/** Who is signed in, in the examples. */
export const SESSION: ConsoleSessionAnswer["data"] = {
  version: "0.1.0",
  team: { _id: SAMPLE.teamId, name: "Sales" },
  key: KEY,
};
