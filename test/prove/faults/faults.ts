import { BACKENDS } from "../deployment/options.ts";
import { freezeFaults } from "./freeze.ts";
import { killFaults } from "./kill.ts";
import { serverKillFaults } from "./kill-servers.ts";
import { networkFaults } from "./network.ts";
import type { Fault } from "./fault.ts";

const none: Fault = { name: "none", backends: BACKENDS, inject: () => Promise.resolve(0) };

/** All that `npm run prove` does to a deployment; "none" stands first, for comparison. */
export const FAULTS: readonly Fault[] = [
  none,
  ...killFaults,
  ...serverKillFaults,
  ...freezeFaults,
  ...networkFaults,
];
