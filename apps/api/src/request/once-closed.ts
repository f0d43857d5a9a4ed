import type { ServerResponse } from "node:http";

/**
 * Runs the function once the answer is over or the client is gone. Node tells "close" only once, so it runs at once if
 * that has happened already.
 */
export function onceClosed(outgoing: ServerResponse, run: () => void): void {
  if (outgoing.destroyed) run();
  else outgoing.once("close", run);
}
