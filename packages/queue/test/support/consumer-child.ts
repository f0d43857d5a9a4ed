import { createConsumer } from "../../src/index.ts";

/** This program is a worker to be killed: it says which chunk it was given and never finishes it. */
const [url = "", namespace = ""] = process.argv.slice(2);
await createConsumer({
  url,
  namespace,
  durability: "strict",
  concurrency: 4,
  lockMs: 1_000,
  stalledMs: 500,
  handle(chunk) {
    process.send?.({ chunkId: chunk.chunkId });
    return new Promise(() => undefined);
  },
});
process.send?.({ ready: true });
