import { prints, unpackDebian } from "./debian-packages.ts";
import { findRedisServer, REDIS_CACHE } from "./find-redis-server.ts";

/** Run by `npm test` before the tests: sees to a redis-server. Where the machine has none, Debian's is unpacked. */
try {
  if (!(await worksHere())) {
    await unpackDebian(REDIS_CACHE, ["redis-server"]);
    if (!(await worksHere())) throw new Error("the unpacked one doesn't run");
  }
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `The tests need redis-server, which is missing and could not be had (${reason}): install it, or set ONEFOLD_REDIS_SERVER to one.\n`,
  );
  process.exitCode = 1;
}

async function worksHere(): Promise<boolean> {
  const works = await prints(findRedisServer(), "--version");
  if (!works && process.env["ONEFOLD_REDIS_SERVER"]) throw new Error("ONEFOLD_REDIS_SERVER doesn't run");
  return works;
}
