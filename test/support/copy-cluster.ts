import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { startEmbeddedPostgres } from "@onefold/embedded";
import { inject } from "vitest";

/**
 * Makes a data folder of an embedded Postgres that is set up already, as a start of before leaves it: to set one up
 * takes two seconds of CPU, and a copy of another a tenth of that.
 * @param dataDir not there yet, in a folder that Postgres' user may pass through
 */
export async function copyCluster(dataDir: string): Promise<void> {
  const original = join(inject("clusterFolder"), "original");
  if (!existsSync(original)) await makeOriginal(original);
  await mkdir(dirname(dataDir), { recursive: true, mode: 0o711 });
  // With its owner and its modes.
  await promisify(execFile)("cp", ["-a", original, dataDir]);
}

/** The first that asks for it makes it; where two do at once, one comes too late. */
async function makeOriginal(original: string): Promise<void> {
  const making = await mkdtemp(`${original}-`);
  const postgres = await startEmbeddedPostgres({ dataDir: making });
  await postgres[Symbol.asyncDispose]();
  if (postgres.home !== making) await leaveEmpty(making, postgres.home);
  await rename(making, original).catch(() => rm(making, { recursive: true, force: true }));
}

/** Where Postgres' user can't reach the temporary folder, its data lies elsewhere: each has to set up its own. */
async function leaveEmpty(making: string, home: string): Promise<void> {
  for (const folder of [making, home]) await rm(folder, { recursive: true, force: true });
  await mkdir(making);
  await chmod(making, 0o711);
}
