import { once } from "node:events";
import { connect } from "node:net";

export interface RawRequest {
  readonly method: string;
  /** Sent as it is: no client has put it right before. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** So many bytes are announced, and none is ever sent. */
  readonly announced?: number;
}

export interface RawAnswer {
  readonly status: number;
  /** Without those that differ by request: its id and the time. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Asks on a connection of its own, and takes the answer as it comes over the wire, however much of the request is open. */
export async function rawRequest(url: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, "connect");
    socket.write(headOf(`${hostname}:${port}`, request) + (request.body ?? ""));
    // It closes where the request is through; where it isn't, the answer's end is the last that comes.
    return readAnswer(await (request.announced === undefined ? untilClosed(socket) : untilWhole(socket)));
  } finally {
    socket.destroy();
  }
}

function headOf(host: string, { method, target, headers = {}, body, announced }: RawRequest): string {
  const length = announced ?? (body === undefined ? undefined : Buffer.byteLength(body));
  const fields = {
    Host: host,
    Connection: "close",
    ...(length !== undefined && { "Content-Length": String(length) }),
    ...headers,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`;
}

/** Up to its end, or to where a stream of events without one begins. */
async function untilClosed(socket: AsyncIterable<Buffer>): Promise<string> {
  let answer = "";
  for await (const piece of socket) {
    answer += piece.toString();
    if (/^content-type: text\/event-stream$/im.test(answer) && answer.includes("retry: ")) break;
  }
  return answer;
}

/** Up to the length that the head of the answer says. */
async function untilWhole(socket: AsyncIterable<Buffer>): Promise<string> {
  let answer = "";
  for await (const piece of socket) {
    answer += piece.toString();
    const [head = "", body] = answer.split("\r\n\r\n", 2);
    const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1]);
    if (body !== undefined && Buffer.byteLength(body) >= length) break;
  }
  return answer;
}

const DIFFERS = new Set(["date", "x-request-id"]);

function readAnswer(answer: string): RawAnswer {
  const [head = "", ...rest] = answer.split("\r\n\r\n");
  const [line = "", ...fields] = head.split("\r\n");
  const headers = fields.map((field) => {
    const [name = "", ...value] = field.split(": ");
    return [name.toLowerCase(), value.join(": ")] as const;
  });
  return {
    status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1] ?? 0),
    headers: Object.fromEntries(headers.filter(([name]) => !DIFFERS.has(name))),
    body: rest.join("\r\n\r\n"),
  };
}
