import type { UploadOptions, Entity, Item, Rejected, Upsert } from "@onefold/contract";
import { createJobIds } from "@onefold/identity";
import { createJob, endJobs, endUpload, rejectItems, takeRows } from "@onefold/records";
import { commitItems } from "../../../../packages/records/test/support/commit-items.ts";
import { JOB_ID_SECRET } from "../../support/stack.ts";
import type { Stack, TestTeam } from "../../support/stack.ts";

let clock = Date.now() * 1_000;
const ids = createJobIds(JOB_ID_SECRET);

export interface MadeOptions {
  readonly entity?: Entity;
  readonly options?: Partial<UploadOptions>;
  readonly acceptedAt?: number;
}

/** Makes an upload job of a team of its own. */
export async function newUpload(stack: Stack) {
  const team = await stack.newTeam();
  return { team, upload: await makeUpload(stack, team) };
}

/** Makes an upload job. The test itself is its upload and its worker, step by step. */
export async function makeUpload(
  { db }: Stack,
  { teamId, userId }: Pick<TestTeam, "teamId" | "userId">,
  more: MadeOptions = {},
) {
  const { entity = "contact", acceptedAt = Date.now() } = more;
  const name = { teamId, jobId: ids.issue(teamId, acceptedAt), acceptedAt };
  const options = { onConflict: "prefer", dryRun: false, ...more.options } as const;
  await createJob(db, { ...name, entity, userId, keyId: "key_test", options, leaseSeconds: 3_600 });
  const refOf = (row: number) => ({ ...name, row, upload: true }) as const;

  function item(row: number, upsert: Partial<Upsert> = {}): Item {
    const made: Upsert = {
      entity,
      userId,
      keyId: "key_test",
      onConflict: "prefer",
      identifiers: [{ kind: "email", value: `p${row}@example.com` }],
      set: {},
      ...upsert,
    };
    return { ref: refOf(row), clock: ++clock, upsert: made };
  }

  return {
    id: name.jobId,
    url: `/api/jobs/${name.jobId}`,
    item,
    take: (from: number, to: number) =>
      takeRows(db, name, { from, to, digest: Buffer.from("rows"), leaseSeconds: 3_600 }),
    commit: (items: readonly Item[]) => commitItems(db, items),
    commitRows: (from: number, to: number) =>
      commitItems(
        db,
        Array.from({ length: to - from }, (_, i) => item(from + i)),
      ),
    reject: (rows: Readonly<Record<number, Partial<Rejected>>>) =>
      rejectItems(
        db,
        Object.entries(rows).map(([row, rejected]) => ({
          ref: refOf(Number(row)),
          clock: ++clock,
          keyId: "key_test",
          result: { outcome: "rejected", code: "INVALID_EMAIL", message: "Line 2: no.", ...rejected },
        })),
      ),
    complete: () => endUpload(db, name, { leaseSeconds: 0 }),
    breakOff: () => endUpload(db, name, { problem: "The connection broke off.", leaseSeconds: 0 }),
    /** Its upload is complete, and so is it: by us, or by the worker if that is faster. */
    async end() {
      await endUpload(db, name, { leaseSeconds: 0 });
      await endJobs(db);
    },
  };
}

export type MadeUpload = Awaited<ReturnType<typeof makeUpload>>;
