import { storeAddress } from "./options.ts";
import type { Backend, OpenOptions } from "./stores/backend.ts";
import { storeOf } from "./stores/store-of.ts";

/** Opens the store that the URL's scheme names, once it answers. */
export function openBackend(options: OpenOptions): Promise<Backend> {
  const address = storeAddress(options);
  return storeOf(address).openBackend(address, options);
}
