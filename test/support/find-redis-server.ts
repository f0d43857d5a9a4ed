import { join } from "node:path";
import { findInPath, findUnpacked } from "./debian-packages.ts";
import type { Program } from "./debian-packages.ts";

/** Where test/support/install-redis.ts unpacks Debian's packages to. */
export const REDIS_CACHE = join(import.meta.dirname, "../../node_modules/.cache/onefold-redis");

/** The redis-server to test with: ONEFOLD_REDIS_SERVER, that of the machine, or the unpacked one. */
export function findRedisServer(): Program | undefined {
  const named = process.env["ONEFOLD_REDIS_SERVER"];
  if (named) return { command: named, env: {} };
  return findInPath(["redis-server"]) ?? findUnpacked(REDIS_CACHE, "usr/bin/redis-server");
}
