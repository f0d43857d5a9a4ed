import { createClient } from "@onefold/client/source";

/**
 * Asks the API that serves this page, as the browser's session. By the header the API knows that no person is to be asked
 * for a password by the browser itself.
 */
export const client = createClient({
  url: location.origin,
  apiKey: false,
  headers: { "X-Requested-With": "onefold-console" },
  // A page tells at once what is wrong, and asks again by itself.
  maxRetries: 2,
  timeoutMs: 30_000,
});
