import type { Company, CompanyList, Conflict, ConflictList, Contact } from "@onefold/client/types";
import { useInfiniteQuery, useQuery } from "@tanstack/preact-query";
import { client } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { WORDS } from "../records/entities.ts";
import type { Entity, Shown } from "../records/entities.ts";
import { joinPages } from "./join-pages.ts";

const PAGE_SIZE = 50;
/** As many names as a list takes. */
const NAMES_MAX = 100;
const SEEN_AGAIN_MS = 10_000;

/** The records that were left apart, by pairs, as far as they were asked for. */
export function useConflicts(filter: { readonly entity?: string; readonly reason?: string }) {
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["conflicts", filter],
    queryFn: ({ signal, pageParam }) =>
      client.request<ConflictList>("/api/conflicts", {
        query: { limit: PAGE_SIZE, cursor: pageParam, ...filter },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // While one reads page after page, they aren't all read again and again.
    refetchInterval: ({ state }) => (state.data?.pages.length ?? 0) <= 1 && SEEN_AGAIN_MS,
  });
  const conflicts: readonly Conflict[] | undefined = data && joinPages(data.pages.map((page) => page.data));
  return { conflicts, error, hasMore: hasNextPage, readMore: fetchNextPage };
}

interface Records {
  /** By their ids, as they are now; undefined while they aren't known yet. */
  readonly records: ReadonlyMap<string, Shown> | undefined;
  readonly error: Error | null;
}

/** The records of conflicts. Until others are known, those that were asked for before stay if the caller keeps them. */
export function useRecords(entity: Entity, ids: readonly string[], keeps: boolean): Records {
  const { many, names } = WORDS[entity];
  const asked = [...new Set(ids)].slice(0, NAMES_MAX);
  const { data, error } = useQuery({
    queryKey: [many, "named", asked],
    queryFn: ({ signal }) =>
      client.request<readonly Contact[] | CompanyList>(`/api/${many}`, {
        query: { [names]: asked.join(","), limit: NAMES_MAX },
        signal,
      }),
    enabled: asked.length > 0,
    placeholderData: (before) => (keeps ? before : undefined),
  });
  if (data === undefined) return { records: undefined, error };
  const found: readonly (Contact | Company)[] = "data" in data ? data.data : data;
  return { records: new Map(found.map((record) => [record._id, record])), error };
}

/** Reads what a decision about a pair has changed. */
export async function readDecided(entity: Entity): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ["conflicts"] }),
    queryClient.invalidateQueries({ queryKey: [WORDS[entity].many] }),
  ]);
}
