import type { Item, JobCounts, Upsert } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { cancelJob, commitOnce, createJob, endJobs, endUpload, readJob, takeRows } from "../../src/index.ts";
import type { NewJob, Rejection } from "../../src/index.ts";
import { email, newTeam } from "./team.ts";

export const DIGEST = Buffer.from("digest");
export const LEASE = 60;
export const NONE = {
  pending: 0,
  created: 0,
  updated: 0,
  unmodified: 0,
  rejected: 0,
  cancelled: 0,
  conflicts: 0,
};

export function sumOf(counts: JobCounts): number {
  const { pending, created, updated, unmodified, rejected, cancelled } = counts;
  return pending + created + updated + unmodified + rejected + cancelled;
}

let jobs = 0;

/** What tests of jobs do again and again. */
export function createJobActs(db: Database) {
  /** An upload job of a team of its own, its upload open, and what an upload and a worker do with it. */
  async function newUpload(more: Partial<NewJob> = {}) {
    const team = await newTeam(db);
    const { teamId, userId } = { ...team, ...more };
    const acceptedAt = Date.now();
    const jobId = `job_uploa${String(++jobs).padStart(5, "0")}`;
    const name = { teamId, jobId, acceptedAt };
    const options = { onConflict: "prefer", dryRun: false } as const;
    await createJob(db, {
      ...name,
      entity: "contact",
      userId,
      keyId: "key_test",
      options,
      leaseSeconds: LEASE,
      ...more,
    });

    function row(number: number, upsert: Partial<Upsert> = {}): Item {
      const made = team.item({ identifiers: [email(`p${number}@example.com`)], ...upsert });
      return { ...made, ref: { ...name, row: number, upload: true } };
    }
    function rejection(number: number): Rejection {
      const { ref, clock } = team.item({});
      const result = {
        outcome: "rejected",
        code: "INVALID_EMAIL",
        message: "no",
        input: { email: "no" },
      } as const;
      return { ref: { ...ref, ...name, row: number, upload: true }, clock, keyId: "key_test", result };
    }
    return {
      ...team,
      name,
      row,
      rejection,
      rows: (from: number, to: number) => Array.from({ length: to - from }, (_, i) => row(from + i)),
      take: (from: number, to: number, leaseSeconds = LEASE) =>
        takeRows(db, name, { from, to, digest: DIGEST, leaseSeconds }),
      complete: () => endUpload(db, name, { leaseSeconds: LEASE }),
      breakOff: (leaseSeconds = 0) => endUpload(db, name, { problem: "The connection broke.", leaseSeconds }),
      read: async () => {
        const job = await readJob(db, teamId, jobId);
        if (!job) throw new Error("the job is gone");
        return job;
      },
      cancel: async () => cancelJob(db, teamId, jobId),
      end: async () => (await endJobs(db)).filter((job) => job.jobId === jobId),
      leftCounts: async () => {
        const { rows } = await sql`select from job_counts where job_id = ${jobId}`.execute(db);
        return rows.length;
      },
    };
  }

  async function contactsOf(teamId: string): Promise<number> {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from contacts where team_id = ${teamId}`.execute(db);
    return rows[0]?.n ?? -1;
  }

  /** A commit that stands right before its end until it is told to go. */
  async function holdCommit(items: readonly Item[]) {
    const atPoint = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const committing = commitOnce(db, items, {
      onPoint: async (point) => {
        if (point !== "before-commit") return;
        atPoint.resolve();
        await released.promise;
      },
    });
    await atPoint.promise;
    return { committing, go: released.resolve };
  }

  /** Settles when some backend of this database waits for a lock. */
  async function blockedBackend(): Promise<void> {
    for (const deadline = Date.now() + 10_000; Date.now() < deadline;) {
      const { rows } = await sql`
        select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
        db,
      );
      if (rows.length > 0) return;
    }
    throw new Error("nobody waits for a lock");
  }

  return { newUpload, contactsOf, holdCommit, blockedBackend };
}
