import type { Entry, JobRead, RecordRead, Refused } from "../checker/evidence.ts";
import type { Answer } from "../history/call.ts";
import { send } from "../client/send.ts";
import { listAt, numberAt, part, textAt, textsAt } from "../client/part.ts";
import { Wrong } from "../wrong.ts";

/** Reads through the API, as any client does. */
export interface Reader {
  readonly url: string;
  readonly apiKey: string;
}

/** @throws Wrong where it isn't 200, 404 or 410, also when asked again */
export async function get({ url, apiKey }: Reader, path: string): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    const answer = await send(url, apiKey, { method: "GET", path, headers: {} });
    if (answer?.status === 200 || answer?.status === 404 || answer?.status === 410) return answer;
    if (attempt < 3) continue;
    throw answer ? new Wrong(`GET ${path}: ${JSON.stringify(answer)}`) : new Error(`GET ${path}: no answer`);
  }
}

/** All items of a list, page by page. */
export async function getAll(reader: Reader, path: string): Promise<unknown[]> {
  const all: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body } = await get(reader, `${path}${page}`);
    if (status !== 200) return all;
    all.push(...listAt(body, "data"));
    cursor = textAt(body, "nextCursor");
  } while (cursor !== undefined);
  return all;
}

export async function readRecords(reader: Reader): Promise<RecordRead[]> {
  const contacts = await getAll(reader, "/api/contacts?limit=100");
  return await inParallel(contacts, async (contact) => {
    const id = textAt(contact, "_id") ?? "";
    const history = await getAll(reader, `/api/contacts/${id}/history?limit=100`);
    return {
      id,
      emails: listAt(contact, "emails").map((each) => textAt(each, "value") ?? ""),
      linkedinUrl: textAt(contact, "linkedinUrl"),
      linkedinUrlSalesNav: textAt(contact, "linkedinUrlSalesNav"),
      fields: Object.fromEntries(Object.entries(part(contact, "fields") ?? {})),
      unsubscribed: part(contact, "unsubscribed") === true,
      history: history.map(entryOf),
    };
  });
}

function entryOf(entry: unknown): Entry {
  return {
    action: textAt(entry, "action") ?? "",
    outcome: textAt(entry, "outcome") ?? "",
    recordId: textAt(entry, "recordId") ?? "",
    jobId: textAt(entry, "job", "id") ?? "",
    row: numberAt(entry, "row") ?? 0,
    clock: numberAt(entry, "clock") ?? 0,
    changes: Object.fromEntries(Object.entries(part(entry, "changes") ?? {})),
    mergedIds: textsAt(entry, "mergedIds"),
    refused: refusedIn(entry),
    isErased: part(entry, "erased") === true,
  };
}

export function refusedIn(told: unknown): Refused[] {
  return listAt(told, "fieldRejections").map((each) => ({
    field: textAt(each, "field") ?? "",
    reason: textAt(each, "reason") ?? "",
    value: part(each, "rejectedValue"),
    conflictingId: textAt(each, "conflictingRecordId"),
  }));
}

export function jobRead(body: unknown, rows: readonly unknown[]): JobRead {
  const results = new Map<number, number>();
  for (const each of rows) {
    const row = numberAt(each, "row") ?? -1;
    results.set(row, (results.get(row) ?? 0) + 1);
  }
  return {
    id: textAt(body, "id") ?? "",
    status: textAt(body, "status") ?? "",
    counts: Object.fromEntries(Object.entries(part(body, "counts") ?? {})),
    results,
  };
}

const PARALLEL = 8;

/** In the order of the given. */
export async function inParallel<T, R>(given: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  const left = given.entries();
  const one = async () => {
    for (const [index, each] of left) done[index] = await work(each);
  };
  await Promise.all(Array.from({ length: PARALLEL }, one));
  return done;
}
