import type { JobLink } from "@onefold/contract";

export function presentJobLink(id: string): JobLink {
  return { id, url: `/api/jobs/${id}` };
}
