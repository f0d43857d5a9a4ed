/** The parts of a URL that names several hosts, such as `redis+cluster://user:password@a:6379,b:6380?shards=8`. */
export interface HostsUrl {
  /** With the colon, as `URL.protocol` has it. */
  readonly protocol: string;
  readonly username?: string;
  readonly password?: string;
  readonly hosts: readonly Host[];
  /** What stands behind the hosts, without the first slash. */
  readonly path: string;
  readonly params: URLSearchParams;
}

export interface Host {
  /** A name or an address. One of IPv6 is without its brackets. */
  readonly host: string;
  readonly port: number;
}

const PARTS = /^([a-z][a-z0-9+]*:)\/\/(?:([^@/?#]*)@)?([^@/?#]+)(?:\/([^@?#]*))?(?:\?([^@#]*))?$/i;

/**
 * Reads such a URL: the standard's `URL` takes one host alone. User and password are percent-encoded, as there.
 * @returns undefined where it isn't one
 */
export function parseHostsUrl(text: string, defaultPort: number): HostsUrl | undefined {
  const [, protocol = "", user = "", list = "", path = "", query = ""] = PARTS.exec(text) ?? [];
  const hosts = list.split(",").map((each) => parseHost(each, defaultPort));
  const [username, password] = splitAt(user, ":").map(decode);
  if (protocol === "" || username === undefined || password === undefined) return undefined;
  if (!hosts.every((each) => each !== undefined)) return undefined;
  return {
    protocol: protocol.toLowerCase(),
    ...(username !== "" && { username }),
    ...(password !== "" && { password }),
    hosts,
    path,
    // A form's space would spoil a password.
    params: new URLSearchParams(query.replaceAll("+", "%2B")),
  };
}

/** Gives the hosts as they are written in a URL. */
export function showHosts(hosts: readonly Host[]): string {
  return hosts.map(({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`).join(",");
}

function parseHost(text: string, defaultPort: number): Host | undefined {
  if (text === "" || !URL.canParse(`redis://${text}`)) return undefined;
  const { hostname, port } = new URL(`redis://${text}`);
  if (hostname === "") return undefined;
  return { host: hostname.replace(/^\[|\]$/g, ""), port: port === "" ? defaultPort : Number(port) };
}

function splitAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
