import { parseHostsUrl } from "./hosts-url.ts";
import type { HostsUrl } from "./hosts-url.ts";

/** How many shards the queues of a cluster have where the URL doesn't say. */
const SHARDS = 8;
/** Each worker waits on two connections for each shard. */
const MOST_SHARDS = 64;

export interface ClusterUrl extends HostsUrl {
  readonly tls: boolean;
  /** How many shards the queues have. */
  readonly shards: number;
}

export interface SentinelUrl extends HostsUrl {
  readonly tls: boolean;
  /** The name by which the Sentinels know the primary. */
  readonly primary: string;
}

export function isClusterUrl(url: string): boolean {
  return /^rediss?\+cluster:/i.test(url);
}

export function isSentinelUrl(url: string): boolean {
  return /^rediss?\+sentinel:/i.test(url);
}

/** @throws Error where it can't be read, in a sentence that doesn't show the password */
export function parseClusterUrl(text: string): ClusterUrl {
  const url = parseHostsUrl(text, 6379);
  if (!url)
    throw new Error("The queue's URL can't be read: it must look like redis+cluster://a:6379,b:6379.");
  if (url.path !== "" && url.path !== "0")
    throw new Error(
      "The queue's URL names a database, but a Redis Cluster has only one: leave the path out.",
    );
  refuseOthers(url, ["shards"]);
  const shards = url.params.get("shards") ?? String(SHARDS);
  if (!/^[1-9]\d?$/.test(shards) || Number(shards) > MOST_SHARDS)
    throw new Error(
      `The queue's URL has shards=${shards}, but it must be a number from 1 to ${MOST_SHARDS}.`,
    );
  return { ...url, tls: isTls(url), shards: Number(shards) };
}

/** @throws Error where it can't be read, in a sentence that doesn't show the password */
export function parseSentinelUrl(text: string): SentinelUrl {
  const url = parseHostsUrl(text, 26_379);
  if (!url || url.path === "")
    throw new Error(
      "The queue's URL can't be read: it must look like redis+sentinel://a:26379,b:26379/name, with the primary's name.",
    );
  refuseOthers(url, ["sentinelUsername", "sentinelPassword"]);
  return { ...url, tls: isTls(url), primary: url.path };
}

function isTls({ protocol }: HostsUrl): boolean {
  return protocol.startsWith("rediss");
}

/** What isn't known may be a part of a password that isn't encoded, so it isn't shown. */
function refuseOthers({ params }: HostsUrl, known: readonly string[]): void {
  if ([...params.keys()].every((name) => known.includes(name))) return;
  throw new Error(`The queue's URL has a parameter that isn't known: it takes ${known.join(" and ")}.`);
}
