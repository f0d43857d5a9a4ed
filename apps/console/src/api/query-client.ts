import { ApiError } from "@onefold/client/source";
import { QueryCache, QueryClient } from "@tanstack/preact-query";
import { SESSION_KEY } from "./session-key.ts";

/** What was read is shown at once when one comes back to a page, and read again. */
export const queryClient: QueryClient = new QueryClient({
  // A session that is over shows the page to sign in, whatever was asked for.
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ApiError && error.status === 401) queryClient.setQueryData(SESSION_KEY, null);
    },
  }),
  defaultOptions: {
    queries: {
      // The client tries again by itself.
      retry: false,
      staleTime: 1_000,
      refetchOnWindowFocus: true,
    },
  },
});
