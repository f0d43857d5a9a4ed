import { runWorker } from "../job-per-request/run-worker.ts";
import { openWorker } from "./open-worker.ts";
import type { GraphileSettings } from "./open-worker.ts";

const { QUEUE_URL = "" } = process.env;
await runWorker<GraphileSettings>((settings, commit) => openWorker(QUEUE_URL, settings, commit));
