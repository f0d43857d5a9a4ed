import { runWorker } from "../job-per-request/run-worker.ts";
import { openBoss } from "./open-boss.ts";
import { openWorker } from "./open-worker.ts";
import type { PgBossSettings } from "./open-worker.ts";

const { QUEUE_URL = "" } = process.env;
const boss = await openBoss(QUEUE_URL);
await runWorker<PgBossSettings>((settings, commit) => openWorker(boss, settings, commit));
await boss.stop();
