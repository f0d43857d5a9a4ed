const AGAIN_MS = 10_000;

/**
 * Passes an error on unless one with the same words was passed on just now. A store that is down makes several errors
 * per second.
 */
export function quieted(onError: (error: Error) => void): (error: Error) => void {
  const lastAt = new Map<string, number>();
  return (error) => {
    const now = Date.now();
    if (now - (lastAt.get(error.message) ?? -Infinity) < AGAIN_MS) return;
    // Messages that name a chunk are all different, so they aren't kept for ever.
    if (lastAt.size > 1_000) lastAt.clear();
    lastAt.set(error.message, now);
    onError(error);
  };
}
