import { createDatabase } from "@onefold/database";
import { answerParent } from "../child/answer-parent.ts";
import { commitUpsert } from "../upsert/commit-upsert.ts";
import type { Upsert } from "../upsert/upsert.ts";

export interface WorkerSettings {
  /** On which it commits. */
  readonly connections: number;
}

/** Starts the worker, or stops it where there are no settings. */
export interface WorkerOrder<Settings extends WorkerSettings> {
  readonly settings?: Settings;
}

export interface RunningWorker {
  /** Ends what is under way first. */
  close(): Promise<unknown>;
}

/** A worker that commits each job in a transaction of its own, as the parent asks for it. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the parent sends what this worker takes
export async function runWorker<Settings extends WorkerSettings>(
  openWorker: (settings: Settings, commit: (upsert: Upsert) => Promise<void>) => Promise<RunningWorker>,
): Promise<void> {
  const { DATABASE_URL: url = "" } = process.env;
  let stop = async () => {};
  await answerParent(async ({ settings }: WorkerOrder<Settings>): Promise<void> => {
    await stop();
    stop = async () => {};
    if (!settings) return;
    const db = createDatabase({ url, max: settings.connections });
    const worker = await openWorker(settings, (upsert) => commitUpsert(db, upsert));
    stop = async () => {
      await worker.close();
      await db.destroy();
    };
  });
  await stop();
}
