import type { Producer } from "@onefold/queue";
import type { Metrics } from "./create-metrics.ts";

/** The same producer; what it accepts, from whichever route, is counted. */
export function countAccepted(producer: Producer, metrics: Metrics): Producer {
  return {
    ...producer,
    async submit(ref, upsert, options) {
      const submitted = await producer.submit(ref, upsert, options);
      metrics.accepted(upsert.entity);
      return submitted;
    },
    async submitBulk(items, options) {
      const submitted = await producer.submitBulk(items, options);
      const contacts = items.filter(({ upsert }) => upsert.entity === "contact").length;
      metrics.accepted("contact", contacts);
      metrics.accepted("company", items.length - contacts);
      return submitted;
    },
  };
}
