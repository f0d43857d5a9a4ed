import { ensureBuilt } from "./ensure-built.ts";

/** Run by `npm ci`. Where it can't be built, the service runs all the same, and /console says what to do. */
const problem = await ensureBuilt();
if (problem !== undefined) process.stderr.write(`The console isn't built: ${problem}\n`);
