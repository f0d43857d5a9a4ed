import { createConsumer } from "../../src/index.ts";

/** A worker to be killed: says which chunk it was given and then never finishes it. */
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
