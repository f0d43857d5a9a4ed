import { serveAdds } from "../job-per-request/serve-adds.ts";
import { openQueue } from "./open-queue.ts";

const { QUEUE_URL = "" } = process.env;
const queue = await openQueue(QUEUE_URL);
await serveAdds(queue.add);
await queue.close();
