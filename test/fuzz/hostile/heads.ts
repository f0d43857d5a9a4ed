import { encodeHead, encodeRequest, headersOf, targetOf } from "../draw/encode-request.ts";
import type { Header } from "../draw/encode-request.ts";
import type { Arms, Attack, Attackers, Step } from "./attack.ts";

/** Request lines and headers that aren't HTTP, or HTTP of another kind. */
export const heads: Attackers = {
  "no host": (arms) => head(arms, { headers: arms.headers.filter(([name]) => name !== "Host") }),
  "two hosts": (arms) => head(arms, { more: [["Host", "other.example"]] }),
  "HTTP/1.0": (arms) => head(arms, { version: "HTTP/1.0" }),
  "HTTP/1.0 kept alive": (arms) => head(arms, { version: "HTTP/1.0", more: [["Connection", "keep-alive"]] }),
  "HTTP/0.9": (arms) => raw(arms, "GET /\r\n\r\n"),
  "HTTP/2's first words": (arms) => raw(arms, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  "HTTP/3.7": (arms) => head(arms, { version: "HTTP/3.7" }),
  "a version of its own": (arms) => head(arms, { version: "XTTP/1.1" }),
  TLS: (arms) => raw(arms, Buffer.from("16030100a5010000a10303", "hex")),
  noise: (arms) => raw(arms, noise(arms)),
  "empty lines first": (arms) => head(arms, { before: "\r\n\r\n\r\n" }),
  "lines that end with LF": (arms) => raw(arms, `GET /livez HTTP/1.1\nHost: a\n\n`),
  "a method in small letters": (arms) => head(arms, { method: "get" }),
  "a method that isn't there": (arms) => head(arms, { method: "FROBNICATE" }),
  "a long method": (arms) => head(arms, { method: "G".repeat(5_000) }),
  "a header without a colon": (arms) => raw(arms, "GET /livez HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n"),
  "a name with a space": (arms) => head(arms, { more: [["X Y", "a"]] }),
  "an empty name": (arms) => head(arms, { more: [["", "a"]] }),
  "NUL in a header": (arms) => head(arms, { more: [["X-A", "a\0b"]] }),
  "CR in a header": (arms) => head(arms, { more: [["X-A", "a\rb"]] }),
  "a header on two lines": (arms) => head(arms, { more: [["X-A", "a\r\n b"]] }),
  "high bytes in a header": (arms) =>
    head(arms, {
      more: [
        ["X-A", "\xff\xfe\x80"],
        ["Prefer", "\xff"],
      ],
    }),
  "1,000 headers": (arms) =>
    head(arms, { more: Array.from({ length: 1_000 }, (_, n) => [`X-${n}`, "a"] as const) }),
  "300 of one header": (arms) =>
    head(arms, { more: Array.from({ length: 300 }, () => ["Idempotency-Key", "a"] as const) }),
  "a header of 20 KB": (arms) => head(arms, { more: [["X-A", "a".repeat(20_000)]] }),
  "a header of 15 KB": (arms) => head(arms, { more: [["X-A", "a".repeat(15_000)]] }),
  "a header of 1 MB": (arms) => raw(arms, `GET /livez HTTP/1.1\r\nHost: a\r\nX-A: ${"a".repeat(1_000_000)}`),
  "a target of 20 KB": (arms) => head(arms, { target: `/api/contacts?search=${"a".repeat(20_000)}` }),
  "a target of 15 KB": (arms) => head(arms, { target: `/api/contacts?search=${"%41".repeat(5_000)}` }),
  "2,000 parameters": (arms) => head(arms, { target: `/api/contacts?${"limit=1&".repeat(1_800)}` }),
  "a whole address": (arms) => head(arms, { target: "http://evil.example/api/contacts?limit=1" }),
  "an address without an end": (arms) => head(arms, { target: "http://[::1/api/contacts" }),
  CONNECT: (arms) => ({
    ...head(arms, { method: "CONNECT", target: "evil.example:443" }),
    mayStaySilent: true,
  }),
  "OPTIONS *": (arms) => head(arms, { method: "OPTIONS", target: "*" }),
  "no slash first": (arms) => head(arms, { target: "api/contacts" }),
  "two slashes first": (arms) => head(arms, { target: "//evil.example/api/contacts" }),
  "a space in the target": (arms) => head(arms, { target: "/api/contacts/a b" }),
  "high bytes in the target": (arms) => head(arms, { target: "/api/contacts/\xff\xc3\xa9" }),
  "NUL in the target": (arms) => head(arms, { target: "/api/contacts/\0" }),
  "a fragment": (arms) => head(arms, { target: "/api/contacts#x?limit=1" }),
  "up and up": (arms) => head(arms, { target: `/${"../".repeat(200)}etc/passwd` }),
  "10,000 parts": (arms) => head(arms, { target: "/a".repeat(5_000) }),
  "to a websocket": (arms) =>
    head(arms, {
      more: [
        ["Connection", "Upgrade"],
        ["Upgrade", "websocket"],
        ["Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="],
        ["Sec-WebSocket-Version", "13"],
      ],
    }),
  "to HTTP/2": (arms) =>
    head(arms, {
      more: [
        ["Connection", "Upgrade, HTTP2-Settings"],
        ["Upgrade", "h2c"],
        ["HTTP2-Settings", "AAMAAABk"],
      ],
    }),
  "another expectation": (arms) => head(arms, { more: [["Expect", "x".repeat(100)]] }),
  "letter by letter": (arms) => ({
    ...head(arms),
    steps: inPieces(request(arms), 40).flatMap((piece): Step[] => [piece, { pauseMs: 1 }]),
  }),
  "half a head": (arms) => ({
    ...raw(arms, request(arms).subarray(0, 60)),
    mayStaySilent: true,
    isUnfinished: true,
  }),
  "half a head, and an end": (arms) => ({
    ...raw(arms, request(arms).subarray(0, 60)),
    steps: [request(arms).subarray(0, 60), "end"],
    mayStaySilent: true,
  }),
  nothing: (arms) => ({ ...raw(arms, ""), steps: ["end"], mayStaySilent: true }),
  // A server need not answer whom it takes for gone.
  "an end behind the request": (arms) => ({
    ...head(arms),
    steps: [request(arms), "end"],
    mayStaySilent: true,
  }),
  "a reset behind the request": (arms) => ({
    ...head(arms),
    steps: [request(arms), "destroy"],
    mayStaySilent: true,
    isUnfinished: true,
  }),
};

interface HeadOptions {
  readonly method?: string;
  readonly target?: string;
  readonly version?: string;
  readonly headers?: readonly Header[];
  readonly more?: readonly Header[];
  readonly before?: string;
}

/** A GET, but for what is given. */
function head(
  arms: Arms,
  { method, target, version, headers = arms.headers, more = [], before = "" }: HeadOptions = {},
): Attack {
  const draft = arms.get();
  const bytes = encodeHead(
    method ?? draft.method,
    target ?? targetOf(draft),
    [...headersOf(draft, headers), ...more],
    version,
  );
  return {
    steps: [Buffer.concat([Buffer.from(before), bytes])],
    operation: draft.operation,
    methods: [method ?? draft.method],
  };
}

function request(arms: Arms): Buffer {
  return encodeRequest(arms.get(), arms.headers);
}

function raw(arms: Arms, bytes: string | Buffer): Attack {
  return { steps: [Buffer.from(bytes)], operation: arms.get().operation };
}

function noise({ draw: { random } }: Arms): Buffer {
  return Buffer.from(Array.from({ length: 1 + random.below(400) }, () => random.below(256)));
}

function inPieces(bytes: Buffer, count: number): Buffer[] {
  const size = Math.ceil(bytes.length / count);
  return Array.from({ length: count }, (_, n) => bytes.subarray(n * size, (n + 1) * size)).filter(
    ({ length }) => length > 0,
  );
}
