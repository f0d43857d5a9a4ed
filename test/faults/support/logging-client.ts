import { expect } from "vitest";
import type { TestApp } from "../../support/test-app.ts";
import { finishedJobs, postContact } from "./client.ts";
import type { Cluster } from "./cluster.ts";

const ASYNC = { prefer: "respond-async" };

/** What a client knows: what it sent, and which job it was given for it. */
interface Sent {
  readonly email: string;
  readonly jobTitle: string;
  readonly jobId: string;
}

/** A client that keeps its own log of what was accepted. */
export function loggingClient(cluster: Cluster, api: TestApp) {
  const log: Sent[] = [];
  let titles = 0;
  return {
    log,
    /** Sends what is refused again under the same key, if it is told to. */
    async send(person: number, { isPatient = false } = {}): Promise<void> {
      const email = `person${person}@example.com`;
      const jobTitle = `Title ${(titles += 1)}`;
      const headers = isPatient ? { ...ASYNC, "idempotency-key": jobTitle.replace(" ", "-") } : ASYNC;
      for (;;) {
        const { status, body } = await postContact(api.url, cluster.key, { email, jobTitle }, headers);
        if (isPatient && status === 503) continue;
        expect(status).toBe(202);
        log.push({ email, jobTitle, jobId: body.job?.id ?? "" });
        return;
      }
    },
  };
}

/** Every accepted job has ended well, each person is one record, and each job had one effect. */
export async function expectEachOnce(cluster: Cluster, api: TestApp, log: readonly Sent[]): Promise<void> {
  const jobs = await finishedJobs(
    api.url,
    cluster.key,
    log.map(({ jobId }) => jobId),
  );
  expect(jobs.filter((job) => job.status !== "completed")).toEqual([]);
  const receipts = await cluster.db.selectFrom("receipts").select(["job_id", "result"]).execute();
  expect(receipts.map((receipt) => receipt.job_id).toSorted()).toEqual(
    log.map(({ jobId }) => jobId).toSorted(),
  );
  const people = new Set(log.map(({ email }) => email));
  const records = await cluster.db.selectFrom("contacts").select(["email", "fields"]).execute();
  expect(new Set(records.map((record) => record.email))).toEqual(people);
  expect(records).toHaveLength(people.size);
  // Of the jobs that created: as many as there are people, so that none was created twice and merged.
  expect(jobs.filter((job) => job.httpStatus === 201)).toHaveLength(people.size);
  const last = new Map(log.map(({ email, jobTitle }) => [email, jobTitle]));
  for (const { email, fields } of records) expect(fields["jobTitle"]).toBe(last.get(email ?? ""));
}
