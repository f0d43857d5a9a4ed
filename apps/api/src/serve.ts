import { createServer } from "node:http";
import type { Server, ServerResponse } from "node:http";
import { Server as TcpServer } from "node:net";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import type { ErrorBody } from "@onefold/contract";
import { StartError } from "@onefold/process";
import type { Hono } from "hono";
import type { Connections } from "./connections.ts";
import { errorBody } from "./errors/error-body.ts";
import type { AppEnv } from "./request/app-env.ts";
import { noteWaiting } from "./request/continue.ts";
import { EVERY_ANSWER } from "./request/every-answer.ts";
import { createRequestIds } from "./request/request-id.ts";

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  /** How long requests in flight may take once the server stops. */
  readonly stopDeadlineMs: number;
  /** Called when it begins to stop, to end the requests that would go on for long. */
  onStop?(): Promise<void>;
  readonly connections: Connections;
  readonly timing?: Partial<ConnectionTiming>;
  /** Says whether the request on this connection may take longer. */
  mayTakeLong(socket: Duplex): boolean;
  /** Called at the deadline, to end what requests in flight still wait for. */
  onDeadline(): Promise<void>;
}

/**
 * How long a client may take, in milliseconds. A client that takes longer is answered if it has sent something, and its
 * connection is closed.
 */
interface ConnectionTiming {
  /** The time from its connection to its first byte. */
  readonly firstByte: number;
  /** The time until a request's head has come. */
  readonly head: number;
  /** The time until a request has come whole, unless it may take long. */
  readonly request: number;
  /** The time between two requests. */
  readonly keepAlive: number;
  /** The time without a byte in either direction. It is longer than any answer may take. */
  readonly silence: number;
  /** The time to take the answer to what was no request. Then the connection is cut off. */
  readonly linger: number;
  /** How often these times are checked. */
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

/** How many connections past the limit get a 503 at once. More are closed without an answer. */
const REFUSED_AT_ONCE = 100;

export interface RunningServer extends AsyncDisposable {
  readonly url: string;
}

/**
 * Serves the app until it is disposed of. Then it takes no new connections and lets requests in flight end. For a
 * moment it also takes requests that are on their way on open connections.
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
      // We answer a request without the header. Node would do so without a body.
      requireHostHeader: false,
      // This notices that a client's machine is gone.
      keepAlive: true,
      keepAliveInitialDelay: 30_000,
    },
    (request, response) => {
      if (refused.has(request.socket)) return;
      // Once the server stops, each answer says that its connection is closed after it.
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
  // Else several processes of one port would hand it to each other for ever. (Node's types don't know it yet.)
  Object.assign(server, { dropMaxConnection: true });
  // Node would answer 417 without a body to any other expectation. HTTP lets it be ignored (RFC 9110, 10.1.1).
  server.on("checkContinue", (request, response) => {
    const keepsAlive = response.shouldKeepAlive;
    // Whoever gets another answer first may leave its body out, and then nobody knows where the next request begins.
    response.shouldKeepAlive = false;
    const lingering = closeWithLeave(request.socket, timing);
    noteWaiting(request, () => {
      lingering[Symbol.dispose]();
      response.shouldKeepAlive = keepsAlive && !isStopping;
      response.writeContinue();
    });
    server.emit("request", request, response);
  });
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
      // If a connection were closed while its body is still coming, it would be reset, and the answer would be lost.
      for (const response of connections.responses())
        if (response.req.complete) response.shouldKeepAlive = false;
      await stop(server, options);
    },
  };
}

/**
 * Lets Node close a connection so that its answer arrives: the client may be sending its body by now, and bytes that
 * nobody reads make a reset of the close, which can take the answer away.
 * @returns what lets Node close it as it does otherwise
 */
function closeWithLeave(socket: Socket, { linger }: ConnectionTiming): Disposable {
  const closeAtOnce = socket.destroySoon.bind(socket);
  socket.destroySoon = () => {
    socket.end();
    const timer = setTimeout(() => socket.destroy(), linger);
    socket.once("close", () => clearTimeout(timer));
  };
  return { [Symbol.dispose]: () => void (socket.destroySoon = closeAtOnce) };
}

const FULL = "This server has as many connections as it takes. Nothing of this request was done: retry.";

/**
 * Closes connections that send nothing. Node counts the time of a head from the connection on, but a client that says
 * nothing at all gets less time.
 */
function closeSilent(server: Server, { firstByte }: ConnectionTiming): void {
  server.on("connection", (socket) => {
    const timer = setTimeout(() => {
      // If this process was busy, bytes may have come that it hasn't read yet. It reads them in the turn after timers.
      setImmediate(() => {
        if (socket.bytesRead === 0) socket.destroy();
      });
    }, firstByte);
    socket.once("close", () => clearTimeout(timer));
  });
}

/** Only HTTP/1.0 allows a request without the header (RFC 9112, 3.2). */
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

/** Answers a request that no route sees, such as one with an impossible host. */
function answerBadHttp(): () => Response {
  const requestId = createRequestIds();
  return () =>
    new Response(JSON.stringify(errorBody("INVALID_REQUEST", "The request's address can't be read.")), {
      status: 400,
      headers: { "Content-Type": "application/json", "X-Request-Id": requestId(undefined), ...EVERY_ANSWER },
    });
}

/**
 * Answers what reaches no listener: it isn't HTTP, has a head past Node's 16 KiB, or takes too long. Node would answer
 * it without a body, and has one time limit for all requests. (nodejs.org, `http.Server` "clientError")
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

/**
 * Writes the answer to the socket itself, not through Node's response. Then it closes the connection, whether or not
 * the client reads it.
 */
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
  // Destroying it at once would send a reset, which can take the answer from a client that is still sending.
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
/**
 * A client may have sent a request before it could know that we stop. It arrives within this time, which is longer than
 * any way around the world.
 */
const GRACE_MS = 500;
const LAST_ANSWERS_MS = 1_000;

async function stop(server: Server, { stopDeadlineMs, onStop, onDeadline }: ServeOptions): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  // HTTP's own close() would end idle connections at once, although a request may be on its way on one.
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
    // This frees what else the server holds.
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
