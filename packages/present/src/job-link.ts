import type { JobLink } from "@onefold/contract";

/** @param clock the clock of what the job wrote */
export function presentJobLink(id: string, clock?: number): JobLink {
  return { id, url: `/api/jobs/${id}`, ...(clock !== undefined && { clock }) };
}
