import { bytesOf } from "./draft.ts";
import type { Draft } from "./draft.ts";

export type Header = readonly [name: string, value: string];

/** Path and query as they are written. */
export function targetOf({ segments, query }: Draft): string {
  const pairs = query.map(([name, value]) => `${name}=${value}`).join("&");
  return `/${segments.join("/")}${pairs === "" ? "" : `?${pairs}`}`;
}

/** The whole request, its body by its length. What the draft has itself stands in the place of `more`. */
export function encodeRequest(draft: Draft, more: readonly Header[]): Buffer {
  const body = draft.body ? bytesOf(draft.body) : undefined;
  const framing: readonly Header[] = body ? [["Content-Length", String(body.length)]] : [];
  const head = encodeHead(draft.method, targetOf(draft), [...headersOf(draft, more), ...framing]);
  return body ? Buffer.concat([head, body]) : head;
}

export function headersOf(draft: Draft, more: readonly Header[]): Header[] {
  const own = new Set(draft.headers.map(([name]) => name.toLowerCase()));
  return [...more.filter(([name]) => !own.has(name.toLowerCase())), ...draft.headers];
}

/** In latin-1, as it stands: nothing is escaped. */
export function encodeHead(
  method: string,
  target: string,
  headers: readonly Header[],
  version = "HTTP/1.1",
): Buffer {
  const lines = [`${method} ${target} ${version}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
}
