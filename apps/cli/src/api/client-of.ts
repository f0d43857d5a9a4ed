import { ApiError, ConnectionError, createClient, OnefoldError, TimeoutError } from "@onefold/client/source";
import type { Client } from "@onefold/client/source";
import type { Api } from "./find-api.ts";
import { ApiRefusal, isPassingRefusal, noAnswer } from "./api-refusal.ts";

/** Runs something with a client of the API. What the client throws is told as every refusal is. */
export async function withClient<Result>(
  { baseUrl, key }: Api,
  run: (client: Client) => Promise<Result>,
): Promise<Result> {
  try {
    return await run(createClient({ url: baseUrl, apiKey: key }));
  } catch (error) {
    throw error instanceof OnefoldError ? refusalFrom(error, new URL(baseUrl)) : error;
  }
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
