import type { Item, Upsert } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { createTeam } from "../../src/index.ts";
import type { Operation } from "../../src/index.ts";

let teams = 0;
let jobs = 0;
let clock = Date.now() * 1_000;

/** A new team of its own in the database, and a way to make its items. */
export async function newTeam(db: Database) {
  const { teamId, userId } = await createTeam(db, {
    name: "Test",
    owner: { email: `owner-${++teams}@example.com`, name: "Olga" },
  });

  /** An item with the next clock, unless it is told another. */
  function item(upsert: Partial<Upsert>, at: { clock?: number; jobId?: string } = {}): Item {
    return {
      ref: { teamId, jobId: at.jobId ?? `job_${++jobs}`, row: 0, acceptedAt: Date.now() },
      clock: at.clock ?? ++clock,
      upsert: {
        entity: "contact",
        userId,
        keyId: "key_test",
        onConflict: "prefer",
        identifiers: [],
        set: {},
        ...upsert,
      },
    };
  }
  /** An operation on single records, with the next clock when it asks for one; `issued` says which it got. */
  function operation(at: { clock?: number; onPoint?: Operation["onPoint"] } = {}) {
    const issued: number[] = [];
    const issueClock = (floor: number) => {
      issued.push(at.clock ?? (clock = Math.max(clock, floor) + 1));
      return Promise.resolve(issued.at(-1) ?? 0);
    };
    const { ref } = item({});
    return { ref, issueClock, userId, keyId: "key_test", issued, ...(at.onPoint && { onPoint: at.onPoint }) };
  }

  return { teamId, userId, item, operation };
}

export const email = (value: string) => ({ kind: "email" as const, value });
export const linkedin = (slug: string) => ({
  kind: "linkedin" as const,
  value: `https://www.linkedin.com/in/${slug}`,
});
export const salesNav = (id: string) => ({
  kind: "salesNav" as const,
  value: `https://www.linkedin.com/sales/lead/${id}`,
});

export type Team = Awaited<ReturnType<typeof newTeam>>;
