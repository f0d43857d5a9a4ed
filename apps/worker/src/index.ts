export { readConfig } from "./config.ts";
export type { Config } from "./config.ts";
export { createWorker } from "./create-worker.ts";
export type { WorkerPoint } from "./apply-chunks.ts";
export type { RunningWorker, WorkerOptions } from "./create-worker.ts";
