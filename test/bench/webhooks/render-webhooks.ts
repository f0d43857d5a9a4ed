import { drawTable } from "../report/draw-table.ts";
import { median } from "../report/percentile.ts";
import { whole } from "../report/whole.ts";
import type { WebhookBenchOptions } from "./options.ts";
import type { DeliveredRound } from "./run-webhooks.ts";

/** A line for each number of endpoints, with the medians of its rounds. */
export function renderWebhooks(options: WebhookBenchOptions, rounds: readonly DeliveredRound[]): string {
  const lines = options.endpoints.map((endpoints) => {
    const own = rounds.filter((round) => round.endpoints === endpoints);
    const of = (value: (round: DeliveredRound) => number) => median(own.map(value));
    return [
      String(endpoints),
      whole(of(({ messages }) => messages)),
      whole(of(({ messages, seconds }) => messages / seconds)),
      of(({ workerMs = Number.NaN, messages }) => workerMs / messages).toFixed(2),
      of(({ postgresMs = Number.NaN, messages }) => postgresMs / messages).toFixed(2),
      whole(Math.max(...own.map(({ repeats }) => repeats))),
      whole(Math.max(...own.map(({ wrong }) => wrong))),
    ];
  });
  const titles = [
    "endpoints",
    "messages",
    "a second",
    "worker, ms of CPU each",
    "Postgres",
    "repeats",
    "wrong",
  ];
  return ["", ...drawTable([titles, ...lines]), ""].join("\n");
}
