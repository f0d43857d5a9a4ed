import { useInfiniteQuery } from "@tanstack/preact-query";
import { client } from "../../api/client.ts";

interface Page<Row> {
  readonly data: readonly Row[];
  readonly nextCursor?: string | undefined;
}

interface Pages<Row> {
  readonly rows: readonly Row[];
  readonly isRead: boolean;
  readonly error: Error | null;
  /** Reads the next page; absent at the end. */
  readonly more: (() => Promise<unknown>) | undefined;
}

/**
 * A list of the API, page after page. With a filter a page can be empty though more come: those are passed over.
 * @param everyMs how often it is read again; never while one reads page after page, as all of them would be
 */
export function usePages<Row>(
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
  everyMs: (rows: readonly Row[]) => number | false,
): Pages<Row> {
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [path, query],
    queryFn: ({ pageParam, signal }) => readPage<Row>(path, query, pageParam, signal),
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }: Page<Row>) => nextCursor,
    refetchInterval: ({ state: { data: read } }) =>
      (read?.pages.length ?? 0) <= 1 && everyMs(rowsOf<Row>(read)),
  });
  return {
    rows: rowsOf(data),
    isRead: data !== undefined,
    error,
    more: hasNextPage ? fetchNextPage : undefined,
  };
}

const EMPTY_PAGES = 20;

async function readPage<Row>(
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
  from: string,
  signal: AbortSignal,
): Promise<Page<Row>> {
  let cursor = from;
  for (let looked = 1; ; looked++) {
    const page = await client.request<Page<Row>>(path, {
      query: { ...query, ...(cursor !== "" && { cursor }) },
      signal,
    });
    if (page.data.length > 0 || page.nextCursor === undefined || looked === EMPTY_PAGES) return page;
    cursor = page.nextCursor;
  }
}

function rowsOf<Row>(data: { readonly pages: readonly Page<Row>[] } | undefined): readonly Row[] {
  return data?.pages.flatMap((page) => page.data) ?? [];
}
