import type { KeysAnswer } from "@onefold/client/types";
import { useQuery } from "@tanstack/preact-query";
import { client } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";

const KEY = ["keys"] as const;
const EVERY_MS = 10_000;

/** The team's keys, revoked ones too, with the limit of those without one of their own. */
export function useKeys() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => client.request<KeysAnswer>("/api/keys", { signal }),
    refetchInterval: EVERY_MS,
  });
}

/** Reads the keys again, after something was done to one. */
export async function readKeysAgain(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: KEY });
}
