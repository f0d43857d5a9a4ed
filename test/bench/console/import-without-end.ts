import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { JobList } from "@onefold/contract";
import { runImport } from "../bulk/run-import.ts";
import type { Service } from "../bulk/start-service.ts";
import { writeContacts } from "../bulk/write-contacts.ts";

export interface Imports extends AsyncDisposable {
  /** Of the first file, as soon as it is accepted. */
  readonly firstJob: Promise<string>;
  /** Ends after what is under way was cut off, and gives what was imported by then. */
  end(): Promise<{ readonly rows: number; readonly seconds: number }>;
}

interface ImportsOptions {
  readonly service: Service;
  readonly folder: string;
  /** Of each file. */
  readonly rows: number;
  readonly signal: AbortSignal;
  log(line: string): void;
}

/** Imports one file after the other by `onefold import`, until it is ended. */
export function importWithoutEnd(options: ImportsOptions): Imports {
  const { service, folder, rows, signal, log } = options;
  const over = new AbortController();
  const startedAt = performance.now();
  const bench = { signal: AbortSignal.any([signal, over.signal]), log: () => {}, stores: { folder } };
  const running = (async () => {
    for (let seed = 1; !over.signal.aborted; seed++) {
      const file = join(folder, `contacts-${seed}.csv`);
      await writeContacts(file, { rows, seed });
      await runImport(bench, service, { file, rejects: join(folder, `rejects-${seed}.ndjson`) });
      log(`a file of ${rows} rows is imported`);
    }
  })();
  running.catch((error: unknown) => {
    if (!over.signal.aborted) log(String(error));
  });
  const end = async () => {
    const seconds = (performance.now() - startedAt) / 1_000;
    const jobs = await uploads(service);
    over.abort();
    await running.catch(() => {});
    return { rows: jobs.reduce((sum, { counts }) => sum + (counts.total - counts.pending), 0), seconds };
  };
  return {
    firstJob: firstUpload(service, bench.signal),
    end,
    async [Symbol.asyncDispose]() {
      over.abort();
      await running.catch(() => {});
    },
  };
}

async function firstUpload(service: Service, signal: AbortSignal): Promise<string> {
  for (;;) {
    const [first] = await uploads(service);
    if (first) return first.id;
    await delay(100, undefined, { signal });
  }
}

async function uploads({ api, team }: Service) {
  const answer = await fetch(`http://127.0.0.1:${api.port}/api/jobs?limit=100`, {
    headers: { authorization: `Bearer ${team.key}` },
  });
  return JobList.parse(await answer.json()).data;
}
