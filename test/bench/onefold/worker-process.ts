import { createLog } from "@onefold/process";
import { createWorker, readConfig } from "@onefold/worker";
import type { RunningWorker } from "@onefold/worker";
import { answerParent } from "../child/answer-parent.ts";

/** Starts our worker as `apps/worker` does, or stops it: in one process, so that it is as warm as in use. */
export interface WorkerOrder {
  readonly run: boolean;
}

const config = readConfig(process.env);
await using logging = createLog({ level: config.LOG_LEVEL });
let worker: RunningWorker | undefined;

await answerParent(async ({ run }: WorkerOrder): Promise<void> => {
  await worker?.[Symbol.asyncDispose]();
  worker = run ? await createWorker({ config, log: logging.log }) : undefined;
});
await worker?.[Symbol.asyncDispose]();
