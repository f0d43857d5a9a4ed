import type { Mix } from "../mixes.ts";
import type { Load, LoadResult } from "./load.ts";

/** A server to post rows to. */
export interface Target {
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly mix: Mix;
  readonly keys?: boolean;
  /** The first row that it has not been sent yet. */
  nextRow: number;
}

export interface Sending {
  readonly connections: number;
  readonly seconds: number;
  readonly maxRequests?: number;
  readonly statuses?: readonly number[];
}

/** Asks for the answer before the work is done; the others ignore it, but read the same bytes. */
export const ASYNC = { Prefer: "respond-async" } as const;

/** Posts rows that the target has not seen, as fast as it answers. */
export async function sendRows(
  load: Load,
  target: Target,
  { connections, seconds, maxRequests = Number.MAX_SAFE_INTEGER, statuses = [202] }: Sending,
): Promise<LoadResult> {
  const { port, headers, mix, keys = false, nextRow: firstRow } = target;
  const path = "/api/contacts";
  const result = await load.ask({
    port,
    path,
    headers,
    mix,
    keys,
    firstRow,
    connections,
    seconds,
    maxRequests,
    statuses,
  });
  target.nextRow += result.answered;
  return result;
}
