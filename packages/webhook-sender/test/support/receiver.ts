import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

export interface Received {
  method: string | undefined;
  path: string | undefined;
  /** Those that came once, by their names in small letters. */
  headers: Record<string, string>;
  body: string;
}

export interface Receiver extends AsyncDisposable {
  port: number;
  url: string;
  received: Received[];
  /** How many connections were made to it. */
  connections(): number;
}

/** Starts a receiver of webhooks that keeps what it gets, and answers 200 or as it is told; by TLS with a certificate. */
export async function startReceiver(
  answer: RequestListener = (_request, response) => void response.end("ok"),
  host = "127.0.0.1",
  certificate?: { key: string; cert: string },
): Promise<Receiver> {
  const received: Received[] = [];
  let connections = 0;
  const listener: RequestListener = (request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (text: string) => (body += text));
    request.on("end", () => {
      received.push({ method: request.method, path: request.url, headers: single(request.headers), body });
      answer(request, response);
    });
  };
  const server = certificate ? createTlsServer(certificate, listener) : createServer(listener);
  server.on("connection", () => (connections += 1));
  server.listen(0, host);
  await once(server, "listening");
  const port = portOf(server.address());
  return {
    port,
    url: `http://${host}:${port}/hook`,
    received,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("The server listens on no port");
  return address.port;
}

function single(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}

export interface RawReceiver extends AsyncDisposable {
  url: string;
}

/** Starts a receiver that does with each connection what it is told, once the first bytes of a request came. */
export async function startRawReceiver(onRequest: (socket: Socket) => void): Promise<RawReceiver> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("data", () => onRequest(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server.address());
  return {
    url: `http://127.0.0.1:${port}/hook`,
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}
