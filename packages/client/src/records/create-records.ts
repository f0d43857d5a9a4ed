import { ApiError } from "../errors.ts";
import type { AcceptedAnswer, ErrorBody, Job } from "../generated/openapi.ts";
import { part, readJson, writeJson } from "../http/calls.ts";
import type { Http, Query } from "../http/create-http.ts";
import { refusalOf } from "../http/read-refusal.ts";
import { readLines, readStream } from "../http/read-stream.ts";
import type { Jobs } from "../jobs.ts";
import type { WriteOptions } from "../options.ts";
import { readPages } from "../read-pages.ts";
import { upsertMany } from "../upsert-many/upsert-many.ts";
import type { Entity, EntityTypes } from "./entities.ts";
import { importRows } from "./import-rows.ts";
import type { Records } from "./records.ts";

/** Makes the calls about one entity. */
export function createRecords<Types extends EntityTypes>(
  http: Http,
  jobs: Jobs,
  entity: Entity,
): Records<Types> {
  const { path } = entity;

  async function upsert(body: object, call: WriteOptions, query: Query): Promise<Types["upserted"]> {
    const begun = performance.now();
    const write = { ...call, method: "POST", path, query, body } as const;
    const { body: answer } = await writeJson<Types["upserted"] | AcceptedAnswer>(http, write);
    if (!isAccepted(answer)) return answer;
    const { idempotencyKey: _, timeoutMs = Infinity, ...wait } = call;
    // No limit, unless this call was given one: the service is busy, and has the record.
    const left = Math.max(0, timeoutMs - (performance.now() - begun));
    const job = await jobs.wait(answer.job.id, { ...wait, timeoutMs: left });
    return resultOf<Types["upserted"]>(job, answer.job);
  }

  return {
    async upsert(body, options) {
      return await upsert(body, ...divided(options));
    },
    async submit(body, options) {
      const [call, query] = divided(options);
      const headers = { Prefer: "respond-async" };
      const write = { ...call, method: "POST", path, query, headers, body } as const;
      return (await writeJson<AcceptedAnswer>(http, write)).body;
    },
    upsertMany(rows, { via, lingerMs, ...options } = {}) {
      const [call, query] = divided(options);
      return upsertMany({ http, jobs, entity, upsert }, rows, { ...call, via, lingerMs, query });
    },
    async import(source, { format, charset, gzip, ...options }) {
      const [call, query] = divided(options);
      return await importRows(http, entity, source, { format, charset, gzip }, { ...call, query });
    },
    async get(idOrName, { atLeast, ...call } = {}) {
      return await readJson(http, `${path}/${part(idOrName)}`, { atLeast }, call);
    },
    find(query, options) {
      return readPages(async (cursor) => {
        const list = await readJson<List<Types["record"]>>(http, path, { ...query, cursor }, options);
        return "data" in list ? list : { data: list };
      });
    },
    export(query, options) {
      const call = { method: "GET", path: `${path}/export`, isRepeatable: true } as const;
      return readLines(readStream(http, { ...options, ...call, query: { ...query, format: "ndjson" } }));
    },
    async merge(request, options) {
      const [call, query] = divided(options);
      const write = { ...call, method: "POST", path: `${path}/merge`, query, body: request } as const;
      return (await writeJson<Types["merged"]>(http, write)).body;
    },
    async undo(jobId, options) {
      const [call, query] = divided(options);
      const write = { ...call, method: "POST", path: `${path}/merge/${part(jobId)}/undo`, query } as const;
      return (await writeJson<Types["undone"]>(http, write)).body;
    },
    async delete(idOrName, options) {
      const [call, query] = divided(options);
      const write = { ...call, method: "DELETE", path: `${path}/${part(idOrName)}`, query } as const;
      return (await writeJson<Types["deleted"]>(http, write)).body;
    },
  };
}

type List<T> = { readonly data: readonly T[]; readonly nextCursor?: string } | readonly T[];

/** Divides options into those of the call and those of the query. */
function divided(options: WriteOptions = {}): [call: WriteOptions, query: Query] {
  const { signal, attemptTimeoutMs, timeoutMs, maxRetries, onRetry, idempotencyKey, ...query } = options;
  return [{ signal, attemptTimeoutMs, timeoutMs, maxRetries, onRetry, idempotencyKey }, query];
}

function isAccepted(body: object): body is AcceptedAnswer {
  return !("data" in body);
}

/** The answer that the request would have had, had it waited. */
function resultOf<Upserted extends object>(
  { httpStatus = 500, result, erased }: Job,
  job: AcceptedAnswer["job"],
): Upserted {
  if (isUpserted<Upserted>(httpStatus, result)) return result;
  if (erased) throw new ApiError({ status: 410, body: { ...ERASED, job } });
  throw refusalOf(httpStatus, result && "error" in result ? { ...result, job } : undefined);
}

function isUpserted<Upserted extends object>(status: number, result: object | undefined): result is Upserted {
  return status < 300 && result !== undefined;
}

const message = "The record was deleted since: nothing of the answer is kept.";
const ERASED: ErrorBody = { success: false, message, error: { code: "DELETED", message } };
