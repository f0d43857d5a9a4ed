import type { ServerResponse } from "node:http";

/** Runs it once an answer is over, or its client is gone, also where that was before: "close" is told once only. */
export function onceClosed(outgoing: ServerResponse, run: () => void): void {
  if (outgoing.destroyed) run();
  else outgoing.once("close", run);
}
