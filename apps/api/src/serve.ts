import { createServer } from "node:http";
import type { Server, ServerResponse } from "node:http";
import { Server as TcpServer } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import type { ErrorBody } from "@onefold/contract";
import { StartError } from "@onefold/process";
import type { Hono } from "hono";
import type { Connections } from "./connections.ts";
import { errorBody } from "./errors/error-body.ts";
import type { AppEnv } from "./request/app-env.ts";
import { EVERY_ANSWER } from "./request/every-answer.ts";
import { createRequestIds } from "./request/request-id.ts";

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  /** How long requests in flight may take once it stops. */
  readonly stopDeadlineMs: number;
  /** When it begins to stop: end the requests that would go on for long. */
  onStop?(): Promise<void>;
  readonly connections: Connections;
  readonly timing?: Partial<ConnectionTiming>;
  /** Whether the one that comes in on it may take longer. */
  mayTakeLong(socket: Duplex): boolean;
  /** After the deadline: end what requests in flight still wait for. */
  onDeadline(): Promise<void>;
}

/** How long a client may take, in milliseconds; what takes longer is answered, where it said something, and closed. */
interface ConnectionTiming {
  /** From its connection to its first byte. */
  readonly firstByte: number;
  /** To the end of a request's head. */
  readonly head: number;
  /** To the end of a request, where it isn't one that may take long. */
  readonly request: number;
  /** Between two requests. */
  readonly keepAlive: number;
  /** Without a byte in either direction: longer than any answer is waited for. */
  readonly silence: number;
  /** For taking an answer to what was no request, before it is cut off. */
  readonly linger: number;
  /** How often that is looked after. */
  readonly check: number;
}

const TIMING: ConnectionTiming = {
  firstByte: 10_000,
  head: 10_000,
  request: 30_000,
  keepAlive: 65_000,
  silence: 90_000,
  linger: 1_000,
  check: 1_000,
};

/** Past the limit so many are told so at once; more are closed without a word. */
const REFUSED_AT_ONCE = 100;

export interface RunningServer extends AsyncDisposable {
  readonly url: string;
}

/**
 * Serves the app until it is disposed of; then takes no new connections, lets requests in flight end, and for a moment
 * those that are on their way on connections that are kept.
 * @throws StartError where the address can't be listened on
 */
export async function serve(app: Hono<AppEnv>, options: ServeOptions): Promise<RunningServer> {
  const timing = { ...TIMING, ...options.timing };
  const refused = new WeakSet<object>();
  const { connections } = options;
  let isStopping = false;
  const listener = getRequestListener(app.fetch, { hostname: options.host, errorHandler: answerBadHttp() });
  const server = createServer(
    {
      headersTimeout: timing.head,
      requestTimeout: timing.request,
      keepAliveTimeout: timing.keepAlive,
      connectionsCheckingInterval: timing.check,
      // We answer one that is missing: Node would do so without a body.
      requireHostHeader: false,
      // A client whose machine is gone is noticed by it.
      keepAlive: true,
      keepAliveInitialDelay: 30_000,
    },
    (request, response) => {
      if (refused.has(request.socket)) return;
      // Once it stops, each answer says that its connection is closed after it.
      if (isStopping) response.shouldKeepAlive = false;
      const hasNoHost = request.headers.host === undefined && request.httpVersion !== "1.0";
      const isTaken = connections.begin(request, response, () => {
        if (hasNoHost) answerNoHost(response);
        else void listener(request, response);
      });
      if (!isTaken) request.socket.destroy();
    },
  );
  server.maxConnections = connections.max + REFUSED_AT_ONCE;
  // Whatever else is expected of us, Node would answer 417 without a body; HTTP lets it be ignored (RFC 9110, 10.1.1).
  server.on("checkExpectation", (request, response) => server.emit("request", request, response));
  server.on("clientError", answerClientError(options, timing));
  server.setTimeout(timing.silence, (socket) => {
    if (!options.mayTakeLong(socket)) socket.destroy();
  });
  closeSilent(server, timing);
  server.on("connection", (socket) => {
    if (connections.open(socket)) return;
    refused.add(socket);
    answerRaw(socket, "503 Service Unavailable", errorBody("UNAVAILABLE", FULL), timing, ["Retry-After: 2"]);
  });
  await listen(server, options);
  return {
    url: urlOf(server, options),
    async [Symbol.asyncDispose]() {
      isStopping = true;
      // Closed while its body is still coming, a connection would be reset, and take the answer along.
      for (const response of connections.responses())
        if (response.req.complete) response.shouldKeepAlive = false;
      await stop(server, options);
    },
  };
}

const FULL = "This server has as many connections as it takes. Nothing of this request was done: retry.";

/** Node counts the time of a head from the connection on; one that says nothing at all gets less. */
function closeSilent(server: Server, { firstByte }: ConnectionTiming): void {
  server.on("connection", (socket) => {
    const timer = setTimeout(() => {
      // Where this process was busy, bytes may have come that it hasn't read yet: it does so in the turn after timers.
      setImmediate(() => {
        if (socket.bytesRead === 0) socket.destroy();
      });
    }, firstByte);
    socket.once("close", () => clearTimeout(timer));
  });
}

/** RFC 9112, 3.2: only HTTP/1.0 does without. */
function answerNoHost(response: ServerResponse): void {
  const body = JSON.stringify(errorBody("INVALID_REQUEST", "The request has no Host header."));
  response.writeHead(400, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
    "X-Request-Id": rawRequestId(undefined),
    ...EVERY_ANSWER,
    Connection: "close",
  });
  response.end(body);
}

/** A request that no route sees, such as one whose host can't be one. */
function answerBadHttp(): () => Response {
  const requestId = createRequestIds();
  return () =>
    new Response(JSON.stringify(errorBody("INVALID_REQUEST", "The request's address can't be read.")), {
      status: 400,
      headers: { "Content-Type": "application/json", "X-Request-Id": requestId(undefined), ...EVERY_ANSWER },
    });
}

/**
 * What isn't HTTP, has a head past Node's 16 KiB, or takes too long reaches no listener; Node would answer it
 * without a body, and judges the time of all requests alike. (nodejs.org, `http.Server` "clientError")
 */
function answerClientError({ mayTakeLong }: Pick<ServeOptions, "mayTakeLong">, timing: ConnectionTiming) {
  return (error: Error & { code?: string }, socket: Duplex): void => {
    const { code = "" } = error;
    if (code === "ERR_HTTP_REQUEST_TIMEOUT" && mayTakeLong(socket)) return;
    if (code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
      return;
    }
    const [status, message] = CLIENT_ERRORS[code] ?? [
      "400 Bad Request",
      "The request isn't HTTP as it should be.",
    ];
    answerRaw(socket, status, errorBody("INVALID_REQUEST", message), timing);
  };
}

const rawRequestId = createRequestIds();

/** Past Node's own answers; then the connection goes, whether or not the client takes it and closes its side. */
function answerRaw(
  socket: Duplex,
  status: string,
  answer: ErrorBody,
  { linger }: ConnectionTiming,
  headers: readonly string[] = [],
): void {
  const body = JSON.stringify(answer);
  const head = [
    `HTTP/1.1 ${status}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${rawRequestId(undefined)}`,
    ...Object.entries(EVERY_ANSWER).map(([name, value]) => `${name}: ${value}`),
    "Connection: close",
    ...headers,
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
  // At once, it would be a reset, which can take the answer from a client that is still sending.
  const timer = setTimeout(() => socket.destroy(), linger);
  socket.once("close", () => clearTimeout(timer));
}

const CLIENT_ERRORS: Readonly<Record<string, readonly [status: string, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "The request took too long to arrive."],
  HPE_HEADER_OVERFLOW: [
    "431 Request Header Fields Too Large",
    "The request's address and headers together are too long: at most 16 KiB.",
  ],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ["413 Payload Too Large", "The extensions of a chunk are too long."],
};

async function listen(server: Server, { host, port }: ServeOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).listen(port, host, resolve);
  try {
    await promise;
  } catch (cause) {
    throw cannotListen(cause, host, port);
  }
}

function cannotListen(cause: unknown, host: string, port: number): StartError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "EADDRINUSE")
    return new StartError(`Port ${port} on ${host} is in use by another program: set PORT to a free one.`, {
      cause,
    });
  if (code === "EACCES")
    return new StartError(`Port ${port} may not be used without more rights: set PORT above 1023.`, {
      cause,
    });
  return new StartError(`${host}:${port} can't be listened on: set HOST to an address of this machine.`, {
    cause,
  });
}

function urlOf(server: Server, { host }: ServeOptions): string {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const name = ["0.0.0.0", "::"].includes(host) ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

const IDLE_CHECK_MS = 50;
/** What was sent before its client could know that we stop arrives within it: longer than any way around the world. */
const GRACE_MS = 500;
const LAST_ANSWERS_MS = 1_000;

async function stop(server: Server, { stopDeadlineMs, onStop, onDeadline }: ServeOptions): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  // HTTP's own close() would end idle connections at once, on which a request may be on its way.
  TcpServer.prototype.close.call(server, () => resolve());
  await onStop?.();
  const graceEnds = performance.now() + Math.min(GRACE_MS, stopDeadlineMs / 2);
  const sweep = setInterval(() => {
    if (performance.now() >= graceEnds) server.closeIdleConnections();
  }, IDLE_CHECK_MS);
  try {
    if (await endsWithin(closed, stopDeadlineMs)) return;
    await onDeadline();
    if (await endsWithin(closed, LAST_ANSWERS_MS)) return;
    server.closeAllConnections();
    await closed;
  } finally {
    clearInterval(sweep);
    // For what else it holds.
    server.close();
  }
}

async function endsWithin(promise: Promise<void>, ms: number): Promise<boolean> {
  const over = new AbortController();
  const timeout = delay(ms, false, { signal: over.signal }).catch(() => false);
  const ended = await Promise.race([promise.then(() => true), timeout]);
  over.abort();
  return ended;
}
