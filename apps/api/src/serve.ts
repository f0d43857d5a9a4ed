import { createServer } from "node:http";
import type { Server } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import { StartError } from "@onefold/process";
import type { Hono } from "hono";
import { errorBody } from "./errors/error-body.ts";
import type { AppEnv } from "./request/app-env.ts";
import { createRequestIds } from "./request/request-id.ts";

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  /** How long requests in flight may take once it stops. */
  readonly stopDeadlineMs: number;
  /** After the deadline: end what requests in flight still wait for. */
  onDeadline(): Promise<void>;
}

export interface RunningServer extends AsyncDisposable {
  readonly url: string;
}

/**
 * Serves the app until it is disposed of; then takes no new connections, and lets requests in flight end.
 * @throws StartError where the address can't be listened on
 */
export async function serve(app: Hono<AppEnv>, options: ServeOptions): Promise<RunningServer> {
  const server = createServer(
    { requestTimeout: 30_000, keepAliveTimeout: 65_000 },
    getRequestListener(app.fetch, { hostname: options.host, errorHandler: answerBadHttp() }),
  );
  answerBadHeads(server);
  await listen(server, options);
  return { url: urlOf(server, options), [Symbol.asyncDispose]: () => stop(server, options) };
}

/** A request that no route sees, such as one without a host. */
function answerBadHttp(): () => Response {
  const requestId = createRequestIds();
  return () =>
    new Response(JSON.stringify(errorBody("INVALID_REQUEST", "The request's address can't be read.")), {
      status: 400,
      headers: { "Content-Type": "application/json", "X-Request-Id": requestId(undefined) },
    });
}

/**
 * What isn't HTTP, or has a head past Node's 16 KiB, reaches no listener; Node would answer it without a body.
 * (nodejs.org, `http.Server` "clientError")
 */
function answerBadHeads(server: Server): void {
  const requestId = createRequestIds();
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
      return;
    }
    const tooLong = error.code === "HPE_HEADER_OVERFLOW";
    const message = tooLong
      ? "The request's address and headers together are too long: at most 16 KiB."
      : "The request isn't HTTP as it should be.";
    const body = JSON.stringify(errorBody("INVALID_REQUEST", message));
    socket.end(
      [
        tooLong ? "HTTP/1.1 431 Request Header Fields Too Large" : "HTTP/1.1 400 Bad Request",
        "Content-Type: application/json",
        `Content-Length: ${Buffer.byteLength(body)}`,
        `X-Request-Id: ${requestId(undefined)}`,
        "Connection: close",
        "",
        body,
      ].join("\r\n"),
    );
  });
}

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
const LAST_ANSWERS_MS = 1_000;

async function stop(server: Server, { stopDeadlineMs, onDeadline }: ServeOptions): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  // close() ends the connections that are idle now, not those that are idle after their last answer.
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  try {
    if (await endsWithin(closed, stopDeadlineMs)) return;
    await onDeadline();
    if (await endsWithin(closed, LAST_ANSWERS_MS)) return;
    server.closeAllConnections();
    await closed;
  } finally {
    clearInterval(sweep);
  }
}

async function endsWithin(promise: Promise<void>, ms: number): Promise<boolean> {
  const over = new AbortController();
  const timeout = delay(ms, false, { signal: over.signal }).catch(() => false);
  const ended = await Promise.race([promise.then(() => true), timeout]);
  over.abort();
  return ended;
}
