import type { Redis, RedisOptions } from "ioredis";
import type { StoreAddress } from "../../options.ts";
import { isSentinelUrl, parseSentinelUrl } from "../../redis-urls.ts";

type Server =
  | { url: string }
  | (Pick<RedisOptions, "sentinels" | "username" | "password" | "sentinelUsername" | "sentinelPassword"> & {
      url?: never;
      name: string;
    });

/**
 * Says where the server is, in the way of ioredis' and BullMQ's options: by its URL, or by the Sentinels that know which
 * server it is now.
 */
export function serverOf({ url }: StoreAddress): Server {
  if (!isSentinelUrl(url)) return { url };
  const { hosts, username, password, tls, primary, params } = parseSentinelUrl(url);
  const [sentinelUsername, sentinelPassword] = [
    params.get("sentinelUsername"),
    params.get("sentinelPassword"),
  ];
  return {
    sentinels: [...hosts],
    name: primary,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(sentinelUsername !== null && { sentinelUsername }),
    ...(sentinelPassword !== null && { sentinelPassword }),
    ...(tls && { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true }),
  };
}

interface ClientKind<Client> {
  new (url: string, options: RedisOptions): Client;
  new (options: RedisOptions): Client;
}

/** Builds a client of the server. */
export function clientOf<Client extends Redis>(
  Kind: ClientKind<Client>,
  address: StoreAddress,
  options: RedisOptions,
): Client {
  const { url, ...server } = serverOf(address);
  return url === undefined ? new Kind({ ...server, ...options }) : new Kind(url, options);
}
