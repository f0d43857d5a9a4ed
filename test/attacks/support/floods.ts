import { randomBytes } from "node:crypto";

export interface FloodOptions {
  readonly kind: FloodKind;
  readonly url: string;
  readonly sockets: number;
  /** From so many addresses of this machine. */
  readonly addresses: number;
  /** The attacking team's, where it has one. */
  readonly key?: string;
  /** Of jobs of its own that don't end. */
  readonly paths?: readonly string[];
}

export interface FloodCounts {
  opened: number;
  open: number;
  connected: number;
  bytes: number;
  /** Answers by their status. */
  statuses: Record<string, number>;
}

/** What each connection of a flood sends. */
interface Flood {
  begin(options: FloodOptions): string;
  /** Once a second. */
  readonly drip?: string;
  /** After an answer. */
  again?(options: FloodOptions): string;
  /** Whether it takes what comes; true by default. */
  readonly reads?: boolean;
}

/** As many as the service takes of one connection. */
const PIPELINED = 15;

const head = (method: string, path: string, key: string | undefined, more = "") =>
  `${method} ${path} HTTP/1.1\r\nHost: flood\r\n${key === undefined ? "" : `Authorization: Bearer ${key}\r\n`}${more}\r\n`;
const wrongKey = () => `ofk_${randomBytes(17).toString("hex")}`;
const anyOf = ({ paths = ["/api/team"] }: FloodOptions) =>
  paths[Math.floor(Math.random() * paths.length)] ?? "";
const ROWS = "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n";
const BODY = "Content-Type: application/json\r\nContent-Length: 200000\r\n";

const request =
  (path: (options: FloodOptions) => string, key: (options: FloodOptions) => string | undefined) =>
  (options: FloodOptions) =>
    head("GET", path(options), key(options));
const theirs = ({ key }: FloodOptions) => key;
const pipelined = (ask: (options: FloodOptions) => string) => (options: FloodOptions) =>
  Array.from({ length: PIPELINED }, () => ask(options)).join("");

const withWrongKey = request(() => "/api/team", wrongKey);
const waiting = request((options) => `${anyOf(options)}?wait=60`, theirs);
const following = request((options) => `${anyOf(options)}/events`, theirs);

const KINDS = {
  "wrong keys": { begin: withWrongKey, again: withWrongKey },
  "wrong keys, pipelined": { begin: pipelined(withWrongKey), again: withWrongKey },
  silent: { begin: () => "" },
  "slow heads": { begin: () => "GET /livez HTTP/1.1\r\nHost: flood\r\nX-Slow: ", drip: "x" },
  "idle after a probe": {
    begin: request(
      () => "/livez",
      () => undefined,
    ),
  },
  "slow bodies without a key": { begin: () => head("POST", "/api/contacts", undefined, BODY), drip: "x" },
  "public pages that nobody takes": {
    begin: pipelined(
      request(
        () => "/docs/swagger-ui-bundle.js",
        () => undefined,
      ),
    ),
    reads: false,
  },
  "slow bodies": { begin: ({ key }: FloodOptions) => head("POST", "/api/contacts", key, BODY), drip: " " },
  "slow uploads": {
    begin: ({ key }: FloodOptions) => head("POST", "/api/contacts/batch", key, ROWS),
    drip: "1\r\n \r\n",
  },
  "requests that wait": { begin: waiting, again: waiting },
  "requests that wait, pipelined": { begin: pipelined(waiting), again: waiting },
  "events that are followed": { begin: following },
  "answers that nobody takes": { begin: request(() => "/api/contacts/export", theirs), reads: false },
} as const satisfies Record<string, Flood>;

export type FloodKind = keyof typeof KINDS;
export const FLOODS: Readonly<Record<FloodKind, Flood>> = KINDS;
/** `Object.keys` forgets what they are. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const FLOOD_KINDS = Object.keys(KINDS) as readonly FloodKind[];
