import type { Webhook, WebhookAnswer, WebhooksAnswer } from "@onefold/client/types";
import { useQuery } from "@tanstack/preact-query";
import { client } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";

const EVERY_MS = { all: 5_000, one: 2_000 };

export function useWebhooks() {
  return useQuery({
    queryKey: ["webhooks"],
    queryFn: async ({ signal }) => (await client.request<WebhooksAnswer>("/api/webhooks", { signal })).data,
    refetchInterval: EVERY_MS.all,
  });
}

export function useWebhook(id: string) {
  return useQuery({
    queryKey: ["webhooks", id],
    queryFn: async ({ signal }): Promise<Webhook> =>
      (await client.request<WebhookAnswer>(pathOf(id), { signal })).data,
    refetchInterval: EVERY_MS.one,
  });
}

/** The webhook's route. */
export function pathOf(id: string): string {
  return `/api/webhooks/${encodeURIComponent(id)}`;
}

/** Where its attempts are among what was read, and their route. */
export function attemptsOf(id: string): string {
  return `${pathOf(id)}/attempts`;
}

/** Reads webhooks again, after something was done to one. */
export async function readAgain(id?: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ["webhooks"] }),
    ...(id === undefined ? [] : [queryClient.invalidateQueries({ queryKey: [attemptsOf(id)] })]),
  ]);
}
