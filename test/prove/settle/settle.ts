import { setTimeout as delay } from "node:timers/promises";
import type { Evidence, JobRead, JobRow, Outcome, Told } from "../checker/evidence.ts";
import { attempt } from "../client/call.ts";
import { numberAt, part, textAt, textsAt } from "../client/part.ts";
import type { Call } from "../history/call.ts";
import { identifiersOf } from "../history/write.ts";
import type { Write } from "../history/write.ts";
import type { Random } from "../random.ts";
import { get, getAll, inParallel, jobRead, readRecords, refusedIn } from "./read.ts";
import type { Reader } from "./read.ts";

export interface SettleOptions {
  readonly calls: readonly Call[];
  readonly urls: readonly string[];
  readonly apiKey: string;
  readonly random: Random;
  /** From now on, all that was accepted has to end within so many milliseconds. */
  readonly withinMs: number;
  readonly allowsToldLosses: boolean;
}

/**
 * After the faults: asks again for what isn't known and can be asked again, waits until all jobs have ended, and reads
 * everything that the round's clients could have changed.
 */
export async function settle(options: SettleOptions): Promise<Evidence> {
  const { calls, urls, apiKey, withinMs, allowsToldLosses } = options;
  const deadline = Date.now() + withinMs;
  const reader: Reader = { url: urls[0] ?? "", apiKey };
  await inParallel(
    calls.filter((call) => call.isKeyed && !call.answer),
    (call) => answered(call, options, deadline),
  );
  const jobs: JobRead[] = [];
  const told: Told[] = [];
  await inParallel(calls, async (call) => {
    if (call.intent.kind === "upsert") told.push(await toldOf(reader, call, call.intent.write, deadline));
    if (call.intent.kind !== "upload" && call.intent.kind !== "retry") return;
    const job = await endedJob(reader, jobIdOf(call), deadline);
    const results = job ? await getAll(reader, `/api/jobs/${textAt(job, "id")}/results?limit=1000`) : [];
    if (job) jobs.push(jobRead(job, results));
    if (call.intent.kind === "upload") told.push(...toldOfRows(call, job, results));
  });
  const records = await readRecords(reader);
  const ids = new Set(
    [
      ...told.flatMap((each) => (each.kind === "applied" ? [each.recordId, ...each.mergedIds] : [])),
      ...calls.flatMap(({ answer }) => [
        ...textsAt(answer?.body, "mergedIds"),
        ...textsAt(answer?.body, "restoredIds"),
        ...[textAt(answer?.body, "data", "_id"), textAt(answer?.body, "deletedContactId")].filter(
          (id) => id !== undefined,
        ),
      ]),
    ].filter((id) => id.startsWith("ctc_")),
  );
  const names = new Set(told.flatMap(({ write }) => identifiersOf(write.names)));
  const resolved = await leads(reader, [...ids]);
  return {
    calls,
    told,
    jobs,
    records,
    resolved,
    erased: await erasedOf(reader, told, resolved),
    found: await leads(reader, [...names]),
    allowsToldLosses,
  };
}

async function answered(
  call: Call,
  { urls, apiKey, random }: SettleOptions,
  deadline: number,
): Promise<void> {
  while (!call.answer && Date.now() < deadline) {
    await attempt({ urls, apiKey, random }, call);
    if (!call.answer) await delay(500);
  }
}

function jobIdOf({ answer }: Call): string | undefined {
  return textAt(answer?.body, "job", "id");
}

/** @returns undefined where it hasn't ended by the deadline, or there is none */
async function endedJob(reader: Reader, id: string | undefined, deadline: number): Promise<unknown> {
  if (id === undefined) return undefined;
  while (Date.now() < deadline) {
    const { body } = await get(reader, `/api/jobs/${id}?wait=10`);
    if (part(body, "finishedAt") !== undefined) return body;
    if (part(body, "status") === undefined) return undefined;
  }
  return undefined;
}

async function toldOf(reader: Reader, call: Call, write: Write, deadline: number): Promise<Told> {
  const { answer } = call;
  if (!answer) return { write, call, kind: call.isKeyed ? "missing" : "unknown" };
  const id = jobIdOf(call);
  const job = id === undefined ? {} : { job: { id, row: 0 } };
  if (answer.status !== 202)
    return { write, call, ...job, ...outcomeOf(answer.status, answer.body, job.job !== undefined) };
  const ended = await endedJob(reader, id, deadline);
  if (ended === undefined) return { write, call, ...job, kind: "missing" };
  if (part(ended, "erased") === true) return { write, call, ...job, kind: "erased" };
  return {
    write,
    call,
    ...job,
    ...outcomeOf(numberAt(ended, "httpStatus") ?? 0, part(ended, "result"), true),
  };
}

/** Of the final answer to a single upsert. */
function outcomeOf(status: number, body: unknown, wasAccepted: boolean): Outcome {
  if (status >= 300) {
    const code = textAt(body, "error", "code") ?? `status ${status}`;
    return { kind: wasAccepted ? "rejected" : "refused", code };
  }
  return {
    kind: "applied",
    recordId: textAt(body, "data", "_id") ?? "",
    outcome: textAt(body, "data", "outcome") ?? "",
    clock: numberAt(body, "job", "clock") ?? 0,
    mergedIds: textsAt(body, "data", "mergedIds"),
    refused: refusedIn(body),
  };
}

/** One for each row that is an upsert. */
function toldOfRows(call: Call, job: unknown, results: readonly unknown[]): Told[] {
  if (call.intent.kind !== "upload") return [];
  const byRow = new Map(results.map((each) => [numberAt(each, "row"), each]));
  const jobId = textAt(job, "id");
  return call.intent.rows.flatMap((row, index): Told[] => {
    if ("invalid" in row) return [];
    const around = { write: row, call, ...(jobId !== undefined && { job: { id: jobId, row: index } }) };
    if (call.answer && call.answer.status >= 300)
      return [{ ...around, kind: "refused", code: textAt(call.answer.body, "error", "code") ?? "" }];
    const result = byRow.get(index);
    if (result === undefined)
      return [{ ...around, kind: part(job, "status") === "cancelled" ? "cancelled" : "missing" }];
    return [{ ...around, ...outcomeOfRow(result) }];
  });
}

function outcomeOfRow(result: unknown): Outcome {
  if (part(result, "erased") === true) return { kind: "erased" };
  const outcome = textAt(result, "outcome") ?? "";
  if (outcome === "rejected") return { kind: "rejected", code: textAt(result, "code") ?? "" };
  return {
    kind: "applied",
    recordId: textAt(result, "recordId") ?? "",
    outcome,
    clock: numberAt(result, "clock") ?? 0,
    mergedIds: textsAt(result, "mergedIds"),
    refused: refusedIn(result),
  };
}

/** One job for each id tells it: a deletion erases the receipts of all that was a part of its record. */
async function erasedOf(
  reader: Reader,
  told: readonly Told[],
  resolved: ReadonlyMap<string, string | undefined>,
): Promise<Set<string>> {
  const jobOf = new Map<string, JobRow>();
  for (const each of told)
    if (each.kind === "applied" && each.job && resolved.get(each.recordId) === undefined)
      jobOf.set(each.recordId, each.job);
  const erased = await inParallel([...jobOf], async ([id, job]) => {
    const results = await getAll(reader, `/api/jobs/${job.id}/results?limit=1000`);
    const result = results.find((each) => numberAt(each, "row") === job.row);
    return part(result, "erased") === true ? [id] : [];
  });
  // What wrote it was told of it at once, and is told as erased now.
  const erasedSince = told.flatMap(({ kind, call }) =>
    kind === "erased" ? (textAt(call.answer?.body, "data", "_id") ?? []) : [],
  );
  return new Set([...erased.flat(), ...erasedSince]);
}

async function leads(reader: Reader, names: readonly string[]): Promise<Map<string, string | undefined>> {
  const found = await inParallel(names, async (name) => {
    const { body } = await get(reader, `/api/contacts/${encodeURIComponent(name)}`);
    return [name, textAt(body, "_id")] as const;
  });
  return new Map(found);
}
