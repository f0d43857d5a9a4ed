import type { FieldsAnswer, History, HistoryEntry } from "@onefold/client/types";
import { useInfiniteQuery, useQuery } from "@tanstack/preact-query";
import { client } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { WORDS } from "./entities.ts";
import type { Entity, Shown } from "./entities.ts";

const HISTORY_PAGE = 100;
const SEEN_AGAIN_MS = 5_000;

/** A record as it is now, kept true while it is looked at. */
export function useRecord(entity: Entity, name: string) {
  const { many } = WORDS[entity];
  return useQuery({
    queryKey: [many, "one", name],
    queryFn: ({ signal }) => client.request<Shown>(`/api/${many}/${encodeURIComponent(name)}`, { signal }),
    refetchInterval: SEEN_AGAIN_MS,
  });
}

/** What happened to a record, newest first, as far as it was asked for. It is read again whenever the record changed. */
export function useHistory(entity: Entity, { _id, updatedAt }: Pick<Shown, "_id" | "updatedAt">) {
  const { many } = WORDS[entity];
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [many, "history", _id, updatedAt],
    queryFn: ({ signal, pageParam }) =>
      client.request<History>(`/api/${many}/${_id}/history`, {
        query: { limit: HISTORY_PAGE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
  });
  const entries: readonly HistoryEntry[] = data?.pages.flatMap((page) => page.data) ?? [];
  return { entries, isRead: data !== undefined, error, hasMore: hasNextPage, readMore: fetchNextPage };
}

/** The fields that records of an entity can have. */
export function useFields(entity: Entity) {
  const { data } = useQuery({
    queryKey: ["fields"],
    queryFn: ({ signal }) => client.request<FieldsAnswer>("/api/fields", { signal }),
    staleTime: 60_000,
  });
  return data?.data[entity] ?? [];
}

/** Reads records and their lists again, after something was done to one. */
export async function readAgain(entity: Entity): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: [WORDS[entity].many] });
}
