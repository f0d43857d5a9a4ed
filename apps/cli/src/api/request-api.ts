import { noAnswer, refusalOf } from "./api-refusal.ts";
import type { Api } from "./find-api.ts";

const ANSWER_MS = 30_000;

export interface ApiRequest {
  readonly method?: "GET" | "POST" | "PUT";
  readonly query?: URLSearchParams;
  /** An object that is sent as JSON. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Bytes that are sent as they are. */
  readonly raw?: { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string };
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends a request that is answered with JSON, and gives the parsed answer.
 * @throws ApiRefusal, or the reason of the signal
 */
export async function requestApi(api: Api, path: string, request: ApiRequest = {}): Promise<unknown> {
  const timeout = AbortSignal.timeout(ANSWER_MS);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  const { url, answer } = await send(api, path, { ...request, signal });
  try {
    return JSON.parse(await answer.text());
  } catch (cause) {
    request.signal?.throwIfAborted();
    throw noAnswer(url, cause);
  }
}

/**
 * Sends a request that is answered with a file of any length.
 * @throws ApiRefusal, or the reason of the signal
 */
export async function downloadFromApi(
  api: Api,
  path: string,
  request: ApiRequest = {},
): Promise<AsyncIterable<Uint8Array>> {
  const { url, answer } = await send(api, path, request);
  return untilCut(url, answer, request.signal);
}

async function* untilCut(
  url: URL,
  { body }: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void> {
  if (body === null) return;
  try {
    yield* body;
  } catch (cause) {
    signal?.throwIfAborted();
    throw noAnswer(url, cause);
  }
}

async function send(
  { baseUrl, key }: Api,
  path: string,
  { method = "GET", query, body, raw, signal }: ApiRequest,
): Promise<{ url: URL; answer: Response }> {
  const url = new URL(path, baseUrl);
  if (query) url.search = query.toString();
  const answer = await fetch(url, {
    method,
    headers: {
      Authorization: `Bearer ${key}`,
      ...(body !== undefined && { "Content-Type": "application/json" }),
      ...(raw && { "Content-Type": raw.type }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(raw && { body: raw.bytes }),
    signal: signal ?? null,
  }).catch((cause: unknown) => {
    if (cause !== signal?.reason || isTimeout(cause)) throw noAnswer(url, cause);
    throw cause;
  });
  if (answer.ok) return { url, answer };
  throw refusalOf(answer.status, answer.headers.get("retry-after") ?? undefined, await answer.text());
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}
