import { withClient } from "../api/client-of.ts";
import { findApi } from "../api/find-api.ts";
import type { Config } from "../config.ts";

/**
 * Posts to the API of ONEFOLD_URL, or of the running `onefold dev`, with ONEFOLD_API_KEY or its key. So what the
 * command line writes goes the way of every other request.
 * @returns the body of a 2xx
 * @throws ApiRefusal with the API's own sentences
 */
export async function postTo(config: Config, path: string, body: Record<string, unknown>): Promise<unknown> {
  const api = await findApi(config, {});
  return await withClient(api, undefined, (client) => client.request(path, { method: "POST", body }));
}
