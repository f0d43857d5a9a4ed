import { ApiError, ConnectionError, createClient, OnefoldError, TimeoutError } from "@onefold/client/source";
import type { CallOptions, Client } from "@onefold/client/source";
import type { Api } from "./find-api.ts";
import { ApiRefusal, isPassingRefusal, noAnswer } from "./api-refusal.ts";

/** How long something goes on against a service that takes nothing, and who is told. */
export interface Trying {
  /** In milliseconds. */
  readonly forMs: number;
  readonly signal: AbortSignal;
  /** Called before each pause. */
  onRetry(refusal: ApiRefusal, pauseMs: number): void;
}

const ANSWER_MS = 30_000;
/** A file stands still for as long as the service is busy with others. */
const STILL_MS = 300_000;

/**
 * Runs something with a client of the API. What the client throws is told as every refusal is.
 * @param how once, or for as long as is tried
 * @throws ApiRefusal, or the reason of the signal
 */
export async function withClient<Result>(
  api: Api,
  how: AbortSignal | Trying | undefined,
  run: (client: Client) => Promise<Result>,
): Promise<Result> {
  try {
    return await run(clientOf(api, how));
  } catch (error) {
    throw told(api, error);
  }
}

/**
 * Reads a file of any length.
 * @throws ApiRefusal, or the reason of the signal
 */
export async function* download(
  api: Api,
  path: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  try {
    const still = { attemptTimeoutMs: STILL_MS, timeoutMs: Infinity };
    yield* clientOf(api, signal).download(path, { query, ...still });
  } catch (error) {
    throw told(api, error);
  }
}

function clientOf({ baseUrl, key }: Api, how: AbortSignal | Trying | undefined): Client {
  const trying = how instanceof AbortSignal || how === undefined ? undefined : how;
  const options: CallOptions = trying
    ? {
        signal: trying.signal,
        timeoutMs: trying.forMs + ANSWER_MS,
        maxRetries: trying.forMs > 0 ? Infinity : 0,
        onRetry: ({ error, pauseMs }) => {
          if (error instanceof OnefoldError) trying.onRetry(refusalFrom(error, new URL(baseUrl)), pauseMs);
        },
      }
    : { signal: how instanceof AbortSignal ? how : undefined, maxRetries: 0 };
  return createClient({ url: baseUrl, apiKey: key, ...options });
}

function told({ baseUrl }: Api, error: unknown): unknown {
  return error instanceof OnefoldError ? refusalFrom(error, new URL(baseUrl)) : error;
}

/** Tells an error of the client as the command line tells it. */
export function refusalFrom(error: OnefoldError, url: URL): ApiRefusal {
  if (error instanceof ApiError) {
    const { status, code, details, message, retryAfterMs, job } = error;
    const sentences = details.length > 0 ? details.map((each) => each.message).join(" ") : message;
    return new ApiRefusal(sentences, {
      isPassing: isPassingRefusal(status, code),
      isAuth: status === 401 || status === 403,
      retryAfterMs,
      jobId: job?.id,
      details,
      code,
      cause: error,
    });
  }
  if (error instanceof ConnectionError || error instanceof TimeoutError)
    return noAnswer(url, error.cause ?? error);
  return new ApiRefusal(error.message, { isPassing: false, cause: error });
}
