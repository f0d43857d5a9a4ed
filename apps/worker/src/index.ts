export { readConfig } from "./config.ts";
export type { Config } from "./config.ts";
export { createWorker } from "./create-worker.ts";
export type { RunningWorker, WorkerOptions, WorkerPoint } from "./create-worker.ts";
