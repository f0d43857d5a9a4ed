import { ApiError } from "@onefold/client/source";
import { QueryCache, QueryClient } from "@tanstack/preact-query";
import { isUnreached, REACHED_KEY } from "./reach.ts";
import { SESSION_KEY } from "./session-key.ts";

const UNREACHED_AGAIN_MS = 3_000;

/** What was read is shown at once when one comes back to a page, and read again. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      // A session that is over shows the page to sign in, whatever was asked for.
      if (error instanceof ApiError && error.status === 401) queryClient.setQueryData(SESSION_KEY, null);
      if (isUnreached(error)) queryClient.setQueryData(REACHED_KEY, false);
    },
    onSuccess: () => {
      if (queryClient.getQueryData(REACHED_KEY) === false) queryClient.setQueryData(REACHED_KEY, true);
    },
  }),
  defaultOptions: {
    queries: {
      // The client tries again by itself.
      retry: false,
      staleTime: 1_000,
      refetchOnWindowFocus: true,
      // What wasn't answered is asked for until it is. What is read again and again does so by itself.
      refetchInterval: ({ state }) => isUnreached(state.error) && UNREACHED_AGAIN_MS,
    },
  },
});
