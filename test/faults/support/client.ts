import { setTimeout as delay } from "node:timers/promises";

export interface Answer {
  readonly status: number;
  readonly body: UpsertBody;
}

/** What these tests look at of an answer. */
interface UpsertBody {
  readonly success?: boolean;
  readonly data?: {
    readonly _id: string;
    readonly created: boolean;
    readonly fields: Record<string, unknown>;
  };
  readonly job?: { readonly id: string };
  readonly message?: string;
}

export interface Job {
  readonly id: string;
  readonly status: string;
  readonly httpStatus?: number;
  readonly result?: UpsertBody;
}

/** POSTs a contact and reads the whole answer. Throws where there is none, as when the API is killed. */
export async function postContact(
  url: string,
  key: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/api/contacts`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: asBody(await response.json()) };
}

/** Polls until the job has ended. */
async function finishedJob(url: string, key: string, jobId: string): Promise<Job> {
  for (;;) {
    const response = await fetch(`${url}/api/jobs/${jobId}?wait=30`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const job = asJob(await response.json());
    if (response.status !== 200)
      throw new Error(`GET of a job answered ${response.status}: ${JSON.stringify(job)}`);
    if (job.status !== "queued" && job.status !== "active") return job;
    await delay(50);
  }
}

/** As many clients as wait for jobs at once. */
const POLLERS = 16;

/** Polls until each of the jobs has ended; in their order. */
export async function finishedJobs(url: string, key: string, jobIds: readonly string[]): Promise<Job[]> {
  const jobs: Job[] = [];
  const left = jobIds.entries();
  const poll = async () => {
    for (const [index, jobId] of left) jobs[index] = await finishedJob(url, key, jobId);
  };
  await Promise.all(Array.from({ length: POLLERS }, poll));
  return jobs;
}

/** The answer itself, or, where it was a 202, that of its job. */
export async function finalAnswer(url: string, key: string, answer: Answer): Promise<Answer> {
  if (answer.status !== 202) return answer;
  const job = await finishedJob(url, key, answer.body.job?.id ?? "");
  return { status: job.httpStatus ?? 0, body: job.result ?? {} };
}

/** The end-to-end tests check every answer against the OpenAPI document; here its shape is taken as given. */
function asBody(json: unknown): UpsertBody {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return json as UpsertBody;
}

function asJob(json: unknown): Job {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return json as Job;
}
