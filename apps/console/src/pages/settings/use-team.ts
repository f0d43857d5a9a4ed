import type { Member, Team } from "@onefold/client/types";
import { useQuery } from "@tanstack/preact-query";
import { client } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";

const KEY = ["team"] as const;

/** The team with its members. */
export function useTeam() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => client.request<Team>("/api/team", { query: { version: "v2" }, signal }),
  });
}

/** Reads the team again, after something of it was changed. */
export async function readTeamAgain(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: KEY });
}

/** What a member is called: the name, or else the e-mail. */
export function nameOf({ name, email }: Member): string {
  return name ?? email;
}
