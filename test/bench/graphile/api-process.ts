import { makeWorkerUtils } from "graphile-worker";
import { serveAdds } from "../job-per-request/serve-adds.ts";
import { presetFor } from "./preset.ts";

const { QUEUE_URL = "" } = process.env;
const utils = await makeWorkerUtils({ preset: presetFor({ connectionString: QUEUE_URL }) });
await utils.migrate();
await serveAdds((upsert) => utils.addJob("upsert", upsert));
await utils.release();
