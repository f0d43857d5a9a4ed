import { Job } from "@onefold/contract";
import { EventSource } from "eventsource";
import { basic } from "../../support/client.ts";

interface FollowedEvent {
  readonly name: string;
  readonly id: string;
  readonly job: Job;
}

export interface Following extends Disposable {
  readonly events: readonly FollowedEvent[];
  /** `Last-Event-ID` of each request that it made; undefined for none. */
  readonly asked: readonly (string | undefined)[];
  readonly ended: Promise<void>;
}

/** Follows a job as a browser would, by EventSource; closed at `end`. */
export function follow(url: string, key: string): Following {
  const events: FollowedEvent[] = [];
  const asked: (string | undefined)[] = [];
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const source = new EventSource(url, {
    fetch: (input, init) => {
      asked.push(new Headers(init.headers).get("last-event-id") ?? undefined);
      return fetch(input, { ...init, headers: { ...init.headers, Authorization: basic("", key) } });
    },
  });
  const note = (event: MessageEvent) => {
    events.push({ name: event.type, id: event.lastEventId, job: Job.parse(JSON.parse(event.data)) });
    if (event.type !== "end") return;
    source.close();
    resolve();
  };
  source.addEventListener("progress", note);
  source.addEventListener("end", note);
  return { events, asked, ended, [Symbol.dispose]: () => source.close() };
}
