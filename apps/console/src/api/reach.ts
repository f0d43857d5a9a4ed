import { ConnectionError } from "@onefold/client/source";
import { useQuery } from "@tanstack/preact-query";

/** Where it is kept among what was read whether the service answers. */
export const REACHED_KEY = ["reached"] as const;

/** Says whether the service answered what was asked last. */
export function useReached(): boolean {
  const { data } = useQuery({
    queryKey: REACHED_KEY,
    queryFn: () => true,
    enabled: false,
    initialData: true,
  });
  return data;
}

/** Whether nobody answered, as while the service starts again. A browser's own `fetch` throws a TypeError then. */
export function isUnreached(error: unknown): boolean {
  return error instanceof ConnectionError || error instanceof TypeError;
}
