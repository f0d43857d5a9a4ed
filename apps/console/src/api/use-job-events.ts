import type { Job } from "@onefold/client/types";
import { useEvents } from "./use-events.ts";

/**
 * Follows a batch to its end: each state of it is told.
 * @param id undefined for none
 * @param onLost called where its events were refused or ended
 */
export function useJobEvents(id: string | undefined, tell: (job: Job) => void, onLost?: () => void): void {
  const take = (data: unknown) => {
    if (isJob(data)) tell(data);
  };
  const path = id === undefined ? undefined : `/api/jobs/${encodeURIComponent(id)}/events`;
  useEvents(path, { progress: take, end: take }, onLost);
}

function isJob(data: unknown): data is Job {
  return typeof data === "object" && data !== null && "counts" in data && "status" in data;
}
