import { createChanges } from "./changes.ts";
import { jsonOf } from "./http/calls.ts";
import { createHttp } from "./http/create-http.ts";
import type { Query } from "./http/create-http.ts";
import { readStream } from "./http/read-stream.ts";
import { createJobs } from "./jobs.ts";
import type { CallOptions, ClientOptions } from "./options.ts";
import { COMPANIES, CONTACTS } from "./records/entities.ts";
import type { CompanyTypes, ContactTypes } from "./records/entities.ts";
import { createRecords } from "./records/create-records.ts";
import { webhooks } from "./webhooks.ts";

export interface RequestOptions extends CallOptions {
  /** By default GET. */
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | undefined;
  readonly query?: Query | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly raw?:
    | { readonly body: string | Uint8Array<ArrayBuffer> | Blob; readonly contentType: string }
    | undefined;
  /** Sent with it, and then it is also sent again where it may have been done. Only some routes know it. */
  readonly idempotencyKey?: string | undefined;
}

/** Makes a client of one API with one key. Nothing is sent yet. */
export function createClient(options: ClientOptions) {
  const http = createHttp(options);
  const jobs = createJobs(http);

  function callOf(path: string, { method = "GET", body, raw, idempotencyKey, ...call }: RequestOptions) {
    const json = { body: JSON.stringify(body), contentType: "application/json" };
    const sent = raw ?? (body === undefined ? undefined : json);
    return {
      ...call,
      method,
      path,
      headers: {
        ...(sent && { "Content-Type": sent.contentType }),
        ...(idempotencyKey !== undefined && { "Idempotency-Key": idempotencyKey }),
      },
      ...(sent && { body: () => sent.body }),
      isRepeatable: (method !== "POST" && method !== "PATCH") || idempotencyKey !== undefined,
    };
  }

  return {
    contacts: createRecords<ContactTypes>(http, jobs, CONTACTS),
    companies: createRecords<CompanyTypes>(http, jobs, COMPANIES),
    jobs,
    changes: createChanges(http),
    webhooks,

    /** Any other route: its path from `/api` on. A POST or PATCH without a key is sent again only if it was refused. */
    async request<T>(path: string, request: RequestOptions = {}): Promise<T> {
      return await http.send(callOf(path, request), jsonOf<T>);
    },

    /** The same for an answer of any length, as it comes. */
    download(path: string, request: RequestOptions = {}): AsyncGenerator<Uint8Array, void> {
      return readStream(http, callOf(path, request));
    },
  };
}

export type Client = ReturnType<typeof createClient>;
