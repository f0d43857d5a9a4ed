import type { Draft } from "../draw/draft.ts";
import type { Draw } from "../draw/draw.ts";
import { nastyText } from "./nasty-texts.ts";

/** Another method, path, query or header than the operation takes: still HTTP as it should be. */
export function mutateMethod({ random }: Draw, draft: Draft): Draft {
  return { ...draft, method: random.pick(METHODS) };
}

const METHODS = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "PROPFIND",
  "QUERY",
  "M-SEARCH",
] as const;

export function mutatePath({ random }: Draw, draft: Draft): Draft {
  const at = random.below(draft.segments.length);
  const part = draft.segments[at] ?? "";
  const changed: readonly (readonly string[])[] = [
    [random.pick(SEGMENTS)],
    [random.pick(SEGMENTS)],
    [encodeURIComponent(nastyText(random).toWellFormed())],
    [encodeURIComponent(nastyText(random).toWellFormed())],
    [`${part}${random.pick(SEGMENTS)}`],
    [part.toUpperCase()],
    [...part].map((letter) => `%${(letter.codePointAt(0) ?? 0).toString(16).padStart(2, "0").slice(0, 2)}`),
    [part, part],
    [],
    ["", part],
    [part, ""],
    ["..", part],
    [encodeURIComponent(part)],
    ["a".repeat(random.pick([300, 5_000]))],
  ];
  const chosen = random.below(changed.length);
  // Each letter by its number is one part.
  const parts = chosen === 6 ? [(changed[6] ?? []).join("")] : (changed[chosen] ?? []);
  return { ...draft, segments: [...draft.segments.slice(0, at), ...parts, ...draft.segments.slice(at + 1)] };
}

const SEGMENTS = [
  "%00",
  "%2f",
  "%2F..%2f",
  "..",
  ".",
  "%2e%2e",
  "%",
  "%zz",
  "%c0%af",
  "%ff",
  "%ed%a0%80",
  "%F0%9F%98%80",
  "%0d%0a",
  "%20",
  "+",
  ";a=b",
  "*",
  ":id",
  "{id}",
  "__proto__",
  "constructor",
  "null",
  "-1",
  "~",
  "@",
  "%40",
  "%25",
  "%2525",
  "a%3Fb",
  "a%23b",
  "[]",
  "|",
  "\\",
] as const;

export function mutateQuery({ random }: Draw, draft: Draft): Draft {
  const { operation, query } = draft;
  const declared = operation.parameters.filter((each) => each.in === "query").map(({ name }) => name);
  const at = random.below(query.length);
  const [name = "limit", value = "1"] = query[at] ?? [declared[random.below(declared.length)]];
  const nasty = encodeURIComponent(nastyText(random).toWellFormed());
  const others = query.filter((_, n) => n !== at);
  const changed: readonly Draft["query"][] = [
    [...others, [name, nasty]],
    [...others, [name, nasty]],
    [...others, [name, random.pick(VALUES)]],
    [...others, [name, random.pick(VALUES)]],
    [...query, [name, value]],
    [...query, [name, random.pick(VALUES)]],
    [...query, [random.pick(NAMES), random.pick(VALUES)]],
    [...query, [nasty, nasty]],
    [...others, [`${name}[]`, value]],
    [...others, [name.toUpperCase(), value]],
    [...others, [name, "x".repeat(random.pick([300, 4_001, 9_000]))]],
    [...query, ...Array.from({ length: random.pick([20, 600]) }, (_, n) => [name, String(n)] as const)],
    [...query, ...declared.map((each) => [each, random.pick(VALUES)] as const)],
  ];
  return { ...draft, query: changed[random.below(changed.length)] ?? [] };
}

const NAMES = [
  "__proto__",
  "constructor",
  "",
  "%00",
  "%",
  "dryrun",
  "a%5B%5D",
  "wait",
  "limit",
  "cursor",
  "offset",
  "search",
] as const;

const VALUES = [
  "",
  "%",
  "%00",
  "%zz",
  "%ff",
  "%ed%a0%80",
  "0",
  "-1",
  "-0",
  "1.5",
  "1e3",
  "0x10",
  "00000001",
  "99999999999",
  "9007199254740993",
  "NaN",
  "null",
  "true",
  "TRUE",
  "false",
  "a%00b",
  "%25%25%25",
  "%5C",
  "_%25_",
  "*",
  "%27%20or%201=1--",
  "a&&=&",
  "%F0%9F%98%80",
  "eyJhIjoxfQ",
  "AAAAAAAAAAAAAAAAAAAAAFsxXQ",
  ",,,,,,",
] as const;

export function mutateHeaders({ random }: Draw, draft: Draft): Draft {
  const name = random.pick(HEADERS);
  const value = random.pick(HEADER_VALUES[name]);
  const others = draft.headers.filter(([each]) => each !== name);
  const changed: readonly Draft["headers"][] = [
    [...others, [name, value]],
    [...others, [name, value]],
    [...others, [name, value]],
    [...draft.headers, [name, value]],
    others,
    draft.headers.map(([each, own]) => [each.toLowerCase(), own.toUpperCase()]),
    [
      ...draft.headers,
      ...Array.from({ length: random.pick([5, 60]) }, (_, n) => [`X-More-${n}`, "x".repeat(100)] as const),
    ],
  ];
  return { ...draft, headers: changed[random.below(changed.length)] ?? [] };
}

const HEADERS = [
  "Idempotency-Key",
  "Prefer",
  "Content-Type",
  "Content-Encoding",
  "Authorization",
  "Accept",
  "X-Request-Id",
  "If-None-Match",
  "Expect",
  "Connection",
  "Host",
  "Last-Event-ID",
  "X-Forwarded-For",
  "Cookie",
] as const;

/** As bytes of latin-1. None that says how the body is framed: that is what hostile requests do. */
const HEADER_VALUES: Readonly<Record<(typeof HEADERS)[number], readonly [string, ...string[]]>> = {
  "Idempotency-Key": [
    "",
    " ",
    "a b",
    "key-1",
    "é",
    "a".repeat(256),
    "a".repeat(255),
    "__proto__",
    '"quoted"',
    "\x7f",
    "a,b",
  ],
  Prefer: [
    "wait=0",
    "wait=1",
    "wait=-1",
    "wait=1e9",
    "wait=99999999999",
    "wait=",
    "respond-async, wait=1",
    "respond-async;x=y",
    'WAIT = "1"',
    ",,,,;;;==",
    "x".repeat(3_000),
    "return=minimal",
    "é",
  ],
  "Content-Type": [
    "",
    "text/plain",
    "application/json; charset=utf-16",
    "application/json; charset=utf-8; charset=latin1",
    "application/json;;;",
    "application/jsonp",
    "application/vnd.x+json",
    "APPLICATION/JSON",
    "application/x-ndjson",
    "text/csv",
    "text/csv; charset=utf-16",
    "text/csv; charset=utf-7",
    "text/csv; charset=shift_jis",
    "text/csv; charset=windows-1252; header=absent",
    'text/csv; charset="',
    "text/csv; charset=__proto__",
    "text/tab-separated-values",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "__proto__",
    "é",
    `text/csv; ${"a=b;".repeat(500)}`,
  ],
  "Content-Encoding": [
    "gzip",
    "GZIP",
    "x-gzip",
    "identity",
    "deflate",
    "br",
    "zstd",
    "gzip, gzip",
    "gzip, identity",
    "",
    "__proto__",
  ],
  Authorization: [
    "",
    "Bearer",
    "Bearer ",
    "Bearer x",
    "Basic",
    "Basic !!!",
    "Basic Og==",
    "Basic w7w6",
    "Basic gICAgA==",
    "Digest username=x",
    `Bearer ${"a".repeat(2_000)}`,
    "Bearer ofk_00000000000000000000000000000000",
    "bearer\t\tx",
    "é",
  ],
  Accept: ["text/html", "*/*;q=0", "application/xml", "text/csv", "x".repeat(2_000), ""],
  "X-Request-Id": ["a b", "<script>", "a".repeat(200), "é", "", "a\tb"],
  "If-None-Match": ["*", '"x"', 'W/"a"'],
  Expect: ["100-continue", "200-ok", ""],
  Connection: ["close", "keep-alive, x-request-id", "upgrade", "te"],
  Host: ["", "evil.example", "a b", "[::1", "x".repeat(1_000), "localhost:99999", "a/b", "é"],
  "Last-Event-ID": ["-1", "1e9", "é", "x".repeat(2_000)],
  "X-Forwarded-For": ["127.0.0.1", "::1, ,,,", "x".repeat(2_000)],
  Cookie: ["a=b", "x".repeat(4_000)],
};
