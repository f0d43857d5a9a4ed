import type { Cluster } from "@onefold/client/types";
import { useQuery } from "@tanstack/preact-query";
import { client } from "./client.ts";

/** What the deployment consists of, again and again. It is for a key with `admin`. */
export function useCluster(everyMs: number) {
  return useQuery({
    queryKey: ["cluster"],
    queryFn: ({ signal }) => client.request<Cluster>("/api/cluster", { signal }),
    refetchInterval: everyMs,
  });
}
