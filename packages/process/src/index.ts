export { createLog } from "./create-log.ts";
export type { Log, LogOptions } from "./create-log.ts";
export { createProblemReport } from "./report-problems.ts";
export { READY, runProcess } from "./run-process.ts";
export { untilStopped } from "./until-stopped.ts";
export { serializeError } from "./serialize-error.ts";
export * from "./settings.ts";
export { StartError } from "./start-error.ts";
export { waitForDatabase } from "./wait-for-database.ts";
