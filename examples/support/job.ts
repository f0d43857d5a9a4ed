import { call } from "./call.ts";

/** Of a job, what these programs read. */
export interface Job {
  readonly id: string;
  readonly status: "queued" | "active" | "completed" | "completed_with_errors" | "failed" | "cancelled";
  readonly finishedAt?: string;
  readonly counts: Readonly<
    Record<"total" | "pending" | "created" | "updated" | "unmodified" | "rejected", number>
  >;
}

/** Waits for a job's end. Each request waits up to 10 seconds at the service, so this is no busy loop. */
export async function untilEnded(id: string): Promise<Job> {
  for (;;) {
    const { body: job } = await call<Job>("GET", `/api/jobs/${id}?wait=10`);
    if (job.finishedAt !== undefined) return job;
  }
}
