import cluster from "node:cluster";
import { AggregatorRegistry } from "prom-client";
import type { Registry } from "prom-client";
import { z } from "zod";

/** What a process asks the one that has forked it, and the answer. `text` is absent where not all of them told theirs. */
const Ask = z.object({ gather: z.int() });
const Answer = z.object({ gathered: z.int(), text: z.string().optional() });

/** In the process that has forked the others: gathers what they count, whenever one of them asks. */
export function answerGatherers(): void {
  const registry = new AggregatorRegistry();
  cluster.on("message", (worker, message) => {
    const asked = Ask.safeParse(message);
    if (!asked.success) return;
    const answer = (text?: string) => {
      if (worker.isConnected())
        worker.send({ gathered: asked.data.gather, ...(text !== undefined && { text }) });
    };
    registry.clusterMetrics().then(answer, () => answer());
  });
}

/**
 * In one of several processes: gives what all of them count, as one. A scrape reaches any of them, and would read the
 * counters of another one each time.
 * @returns a function that gives it in Prometheus' text format; it throws where one of them doesn't tell
 */
export function gatherFromAll(own: Registry): () => Promise<string> {
  AggregatorRegistry.setRegistries(own);
  // It makes this process answer when it is asked for its own.
  void new AggregatorRegistry();
  const waiting = new Map<number, (text: string | undefined) => void>();
  let asked = 0;
  process.on("message", (message) => {
    const answer = Answer.safeParse(message);
    if (!answer.success) return;
    waiting.get(answer.data.gathered)?.(answer.data.text);
    waiting.delete(answer.data.gathered);
  });
  return async () => {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const gather = ++asked;
    waiting.set(gather, resolve);
    process.send?.({ gather });
    const text = await promise;
    if (text === undefined) throw new Error("not all API processes told what they count");
    return text;
  };
}
