import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "../request/app-env.ts";
import type { KeyCache } from "./key-cache.ts";
import { requireKey } from "./require-key.ts";

const LOOK_MS = 2_000;

/**
 * Looks every few seconds whether the key of a long request is still good. It ends nothing while the database is away.
 * Disposing of it stops the looks.
 * @param onLost is told, perhaps several times, that the key is revoked or its user is blocked
 */
export function watchKey(c: AppContext, keys: KeyCache, onLost: (error: ApiError) => void): Disposable {
  const look = async () => {
    try {
      await requireKey(c, keys);
    } catch (error) {
      if (error instanceof ApiError && error.code !== "UNAVAILABLE") onLost(revoked(error));
    }
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function revoked({ code, headers }: ApiError): ApiError {
  const message = "The API key was revoked, or its user blocked, while this request was under way.";
  return new ApiError(code, message, { headers });
}
