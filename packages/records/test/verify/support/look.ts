import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { verify } from "../../../src/index.ts";
import type { Finding, Invariant, VerifyOptions } from "../../../src/index.ts";
import { createActs } from "../../support/acts.ts";
import { email } from "../../support/team.ts";
import type { Team } from "../../support/team.ts";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** What tests of `verify` do again and again. */
export function createLook(db: Database) {
  const { applied } = createActs(db);

  async function found({ teamId }: Pick<Team, "teamId">, more: Partial<VerifyOptions> = {}) {
    return await verify(db, {
      since: { agoMs: 24 * HOUR_MS },
      dueMs: 15 * MINUTE_MS,
      teamId,
      shown: 10,
      ...more,
    });
  }

  /** All that is wrong, by kind. */
  async function wrong(team: Pick<Team, "teamId">): Promise<Partial<Record<Invariant, readonly Finding[]>>> {
    const all = Object.entries((await found(team)).found).filter(([, { count }]) => count > 0);
    return Object.fromEntries(all.map(([name, { first }]) => [name, first]));
  }

  /** Somebody whom two items wrote: the second one what only it gave. */
  async function jane(team: Team) {
    const [one, two] = [
      team.item({ identifiers: [email("jane@example.com")], set: { firstName: "Jane", jobTitle: "CTO" } }),
      team.item({
        identifiers: [email("jane@example.com")],
        aliases: ["j@example.com"],
        set: { jobTitle: "CEO" },
      }),
    ];
    const { recordId } = (await applied(one)).record;
    await applied(two);
    return { one, two, recordId, teamId: team.teamId };
  }

  return { found, wrong, jane };
}

export const isItem = ({ ref }: { readonly ref: { readonly jobId: string; readonly row: number } }) =>
  sql`job_id = ${ref.jobId} and "row" = ${ref.row}`;
