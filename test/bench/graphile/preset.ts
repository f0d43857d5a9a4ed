import { Logger, WorkerPreset } from "graphile-worker";
import type { Upsert } from "../upsert/upsert.ts";

declare global {
  namespace GraphileWorker {
    interface Tasks {
      readonly upsert: Upsert;
    }
  }
}

/** As graphile-worker is set up, except that it tells only what goes wrong: a line for each job costs it time. */
export function presetFor(worker: GraphileConfig.WorkerOptions): GraphileConfig.Preset {
  return { extends: [WorkerPreset], worker: { ...worker, logger: QUIET } };
}

const QUIET = new Logger(() => (level, message) => {
  if (level === "error" || level === "warning") process.stderr.write(`graphile-worker: ${message}\n`);
});
