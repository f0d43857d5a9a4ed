import type { JobLink } from "@onefold/contract";

/** @param clock of what it wrote */
export function presentJobLink(id: string, clock?: number): JobLink {
  return { id, url: `/api/jobs/${id}`, ...(clock !== undefined && { clock }) };
}
