import { serveAdds } from "../job-per-request/serve-adds.ts";
import { openBoss, QUEUE } from "./open-boss.ts";

const { QUEUE_URL = "" } = process.env;
const boss = await openBoss(QUEUE_URL);
await serveAdds((upsert) => boss.send(QUEUE, upsert));
await boss.stop();
