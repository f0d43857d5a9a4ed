import { createPostgresBackend, withBackend } from "bullmq";
import { turnJobOptions } from "../../chunk-job.ts";
import type { StoreAddress } from "../../options.ts";
import { TURNS } from "../../turn-names.ts";
import type { OpenOptions, TurnStore } from "../backend.ts";
import { untilConnected } from "../until-connected.ts";
import { requireQueue, startPostgresWorker } from "./open-backend.ts";
import { prepareStatements } from "./prepare-statements.ts";
import { schemaOf, sessions } from "./sessions.ts";

const bullmq = withBackend(createPostgresBackend);

/** For claims, renewals and completions, which are short. */
const WORKER_CONNECTIONS = 2;

/** Opens the queue of turns beside those of chunks. Its sessions don't wait for the disk: who is forgotten is asked for again. */
export async function openPostgresTurns(address: StoreAddress, options: OpenOptions): Promise<TurnStore> {
  const settings = sessions(address, {
    applicationName: "onefold queue",
    max: 1,
    timeoutMs: options.commandTimeoutMs,
    synchronousCommit: "off",
  });
  await requireQueue(address, settings, options);
  const build = () =>
    new bullmq.Queue<unknown>(TURNS, { connection: { ...settings, schema: schemaOf(address) } });
  const queue = await untilConnected(build, address, options);
  prepareStatements(queue.getBackend().connection.pool);
  await queue.getVersion();
  return {
    async add(id, data) {
      await queue.add(TURNS, data, turnJobOptions(id));
    },
    startWorker: (handle, worker) =>
      startPostgresWorker(address, options, { name: TURNS, max: WORKER_CONNECTIONS }, handle, worker),
    ping: () => queue.getVersion(),
    [Symbol.asyncDispose]: () => queue.close(),
  };
}
