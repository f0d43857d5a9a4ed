import { BACKENDS } from "../deployment/options.ts";
import { clockFaults } from "./clocks.ts";
import { endSessions } from "./end-sessions.ts";
import { exhaustSessions } from "./exhaust-sessions.ts";
import type { Fault } from "./fault.ts";
import { freezeFaults } from "./freeze.ts";
import { diskFaults } from "./full-disk.ts";
import { lockFaults } from "./hold-locks.ts";
import { killFaults } from "./kill.ts";
import { serverKillFaults } from "./kill-servers.ts";
import { networkFaults } from "./network.ts";
import { redisClusterFaults } from "./redis-cluster.ts";
import { redisDataFaults } from "./redis-data.ts";
import { redisSettingFaults } from "./redis-settings.ts";
import { restartFaults } from "./restarts.ts";

const none: Fault = { name: "none", backends: BACKENDS, inject: () => Promise.resolve(0) };

/** All that `npm run prove` does to a deployment; "none" stands first, for comparison. */
export const FAULTS: readonly Fault[] = [
  none,
  ...killFaults,
  ...serverKillFaults,
  ...freezeFaults,
  ...networkFaults,
  endSessions,
  exhaustSessions,
  ...lockFaults,
  ...redisSettingFaults,
  ...redisDataFaults,
  ...redisClusterFaults,
  ...diskFaults,
  ...restartFaults,
  ...clockFaults,
];
