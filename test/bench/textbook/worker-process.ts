import { runWorker } from "../job-per-request/run-worker.ts";
import { openWorker } from "./open-queue.ts";

const { QUEUE_URL = "" } = process.env;
await runWorker(({ connections }, commit) => openWorker(QUEUE_URL, connections, commit));
