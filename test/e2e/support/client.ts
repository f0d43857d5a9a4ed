import {
  AcceptedAnswer,
  Company,
  Contact,
  ErrorBody,
  Job,
  UpsertCompanyAnswer,
  UpsertContactAnswer,
} from "@onefold/contract";
import type { ErrorCode } from "@onefold/contract";
import { expect } from "vitest";
import type { z } from "zod";
import type { Answer, Conformance } from "./conformance.ts";

export interface RequestOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly raw?: string | Uint8Array | ReadableStream;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer of the status that was asked for, its body of the type that goes with it. */
export interface TypedAnswer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface ClientOptions {
  /** Asked at each request: a restarted API has another port. */
  readonly url: () => string;
  readonly conformance: Conformance;
  /** Sent as lemlist's clients do: Basic without a user name. */
  readonly key?: string;
}

/** Only a dry run has no job. */
const AppliedContact = UpsertContactAnswer.required({ job: true });
const AppliedCompany = UpsertCompanyAnswer.required({ job: true });

/** Talks to the API as one team does. Every answer that it receives is held against /openapi.json. */
export type Client = ReturnType<typeof createClient>;

export function createClient({ url, conformance, key }: ClientOptions) {
  const authorization = key === undefined ? {} : { Authorization: basic("", key) };

  async function request(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const { body, raw = body === undefined ? undefined : JSON.stringify(body) } = options;
    const headers = {
      ...authorization,
      ...(raw !== undefined && { "Content-Type": "application/json" }),
      ...options.headers,
    };
    const response = await fetch(`${url()}${path}`, {
      method,
      headers,
      ...(raw !== undefined && { body: raw, duplex: "half" }),
    });
    const text = await textOf(response);
    const answer = {
      status: response.status,
      headers: response.headers,
      body: method === "HEAD" ? undefined : isJson(response) ? parseJson(text) : text,
    };
    conformance.check(method, path.split("?", 1)[0] ?? path, answer);
    return answer;
  }

  return {
    request,
    get: (path: string, options?: RequestOptions) => request("GET", path, options),
    post: (path: string, body: unknown, options?: RequestOptions) =>
      request("POST", path, { ...options, body }),

    /** Posts a contact that is applied while the request waits. */
    contact: async (body: unknown, options?: UpsertOptions) =>
      typed(await upsert("contacts", body, options), [200, 201], AppliedContact),
    company: async (body: unknown, options?: UpsertOptions) =>
      typed(await upsert("companies", body, options), [200, 201], AppliedCompany),

    /** Posts what is accepted and answered before it is applied. */
    acceptedContact: async (body: unknown, options: UpsertOptions = { headers: ASYNC }) =>
      typed(await upsert("contacts", body, options), [202], AcceptedAnswer),

    readContact: async (idOrEmail: string) =>
      typed(await request("GET", `/api/contacts/${encodeURIComponent(idOrEmail)}`), [200], Contact).body,
    readCompany: async (idOrDomain: string) =>
      typed(await request("GET", `/api/companies/${encodeURIComponent(idOrDomain)}`), [200], Company).body,

    /** The job as it is after so many seconds at most. */
    job: async (id: string, waitSeconds = 0) =>
      typed(await request("GET", `/api/jobs/${id}?wait=${waitSeconds}`), [200], Job).body,
  };

  function upsert(route: string, body: unknown, { query = "", headers = {} }: UpsertOptions = {}) {
    return request("POST", `/api/${route}${query}`, { body, headers });
  }
}

export interface UpsertOptions {
  /** With its question mark. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ASYNC = { Prefer: "respond-async" };

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

/** An answer that must be an error: of this status and code, its message where lemlist's clients read it too. */
export function refused(answer: Answer, status: number, code: ErrorCode): ErrorBody {
  const { body } = typed(answer, [status], ErrorBody);
  expect(body.error.code).toBe(code);
  expect(body.message).toBe(body.error.message);
  return body;
}

/** A body with the contract's type. It is returned as it came: zod drops what it doesn't know. */
function typed<Body extends z.ZodType>(
  answer: Answer,
  statuses: number[],
  schema: Body,
): TypedAnswer<z.infer<Body>> {
  expect(statuses, JSON.stringify(answer.body)).toContain(answer.status);
  const { body, ...rest } = answer;
  assertParses(schema, body);
  return { ...rest, body };
}

function assertParses<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): asserts value is z.infer<Schema> {
  schema.parse(value);
}

/** The events of the change feed have no end. */
function isEndless({ url, body }: Response): boolean {
  return body !== null && new URL(url).pathname === "/api/changes/events";
}

/** Gives the body, or of one without an end what comes first. */
export async function textOf(response: Response): Promise<string> {
  if (!response.ok || !isEndless(response)) return await response.text();
  for await (const chunk of response.body ?? []) return new TextDecoder().decode(chunk);
  return "";
}

function isJson(response: Response): boolean {
  return response.headers.get("content-type") === "application/json";
}

function parseJson(text: string): unknown {
  return JSON.parse(text);
}
