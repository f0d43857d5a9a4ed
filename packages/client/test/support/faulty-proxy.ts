import { once } from "node:events";
import { createServer, request as requestHttp } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

/** What goes wrong with a request. */
export type Fault =
  /** Its connection is cut before it reaches the service. */
  | { readonly kind: "cut-before" }
  /** It reaches the service, and the answer is lost. */
  | { readonly kind: "cut-after" }
  /** The answer breaks off in its midst. */
  | { readonly kind: "cut-body" }
  /** The service isn't asked, and nobody answers. */
  | { readonly kind: "silence" }
  /** It reaches the service, and nobody answers. */
  | { readonly kind: "silence-after" }
  /** Something on the way answers. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    };

interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey: string | undefined;
  readonly at: number;
}

export interface FaultyProxy extends AsyncDisposable {
  readonly url: string;
  /** All that came, in its order. */
  readonly seen: readonly SeenRequest[];
  /** The next requests whose method and path begin so have these faults, one each. */
  break(what: string, ...faults: readonly Fault[]): void;
}

interface Planned {
  readonly what: string;
  readonly fault: Fault;
}

/** Passes requests on to the service of that URL, but for those that something is to go wrong with. */
export async function startFaultyProxy(target: () => string): Promise<FaultyProxy> {
  const seen: SeenRequest[] = [];
  const planned: Planned[] = [];

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url: path = "" } = request;
    const key = request.headers["idempotency-key"];
    seen.push({
      method,
      path,
      idempotencyKey: typeof key === "string" ? key : undefined,
      at: performance.now(),
    });
    const at = planned.findIndex(({ what }) => `${method} ${path}`.startsWith(what));
    const fault = at < 0 ? undefined : planned.splice(at, 1)[0]?.fault;
    if (fault?.kind === "cut-before") return void request.socket.resetAndDestroy();
    if (fault?.kind === "silence") return;
    if (fault?.kind === "answer") {
      await buffer(request);
      response.writeHead(fault.status, { "Content-Type": "text/html", ...fault.headers });
      response.end(fault.body ?? "<h1>No</h1>");
      return;
    }
    await pass(request, response, fault?.kind);
  }

  async function pass(
    request: IncomingMessage,
    response: ServerResponse,
    fault: Fault["kind"] | undefined,
  ): Promise<void> {
    const upstream = requestHttp(new URL(request.url ?? "", target()), {
      method: request.method ?? "GET",
      headers: request.headers,
    });
    request.pipe(upstream);
    response.once("close", () => upstream.destroy());
    const answered = await once(upstream, "response").catch(() => undefined);
    const answer: IncomingMessage | undefined = answered?.[0];
    if (!answer) return void request.socket.resetAndDestroy();
    const body = fault === undefined ? undefined : await buffer(answer);
    if (fault === "cut-after") return void request.socket.resetAndDestroy();
    if (fault === "silence-after") return;
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    if (!body) return void answer.pipe(response);
    response.write(body.subarray(0, Math.ceil(body.length / 2)), () => request.socket.resetAndDestroy());
  }

  const server = createServer((request, response) => {
    request.on("error", () => undefined);
    take(request, response).catch(() => request.socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    seen,
    break(what, ...faults) {
      for (const fault of faults) planned.push({ what, fault });
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
