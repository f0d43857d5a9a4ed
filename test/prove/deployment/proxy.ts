import { once } from "node:events";
import { createServer, Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { createPipe } from "./pipe.ts";
import type { Pipe } from "./pipe.ts";

/** A TCP proxy on 127.0.0.1 through which one part of a deployment reaches another, and which can be a bad network. */
export interface Proxy extends AsyncDisposable {
  /** As messages tell it: "worker 1 to records". */
  readonly name: string;
  readonly port: number;
  /** Connections that are open through it. */
  open(): number;
  /** Each byte arrives so much later, in both directions. */
  delay(ms: number): void;
  /** Ends what is open now by a reset at both ends. New connections are taken. */
  cut(): void;
  /** Cuts, and ends at once what connects from now on, until it is healed. */
  refuse(): void;
  /** Nothing passes and nobody is told, until it is healed: then what was held goes on, as TCP does after a partition. */
  blackHole(): void;
  /** Nothing passes of what the server says; what it is told still does. */
  holdReplies(): void;
  /**
   * Of the next piece of a reply this share arrives, never the whole of it: then both ends are reset. Resolves when
   * that has happened; it waits for one until it is healed.
   */
  resetInsideReply(share: number): Promise<void>;
  /**
   * Resets the next connection by which a client says this: before it is passed on, or when its reply comes, of which
   * nothing arrives. Resolves when that has happened; it waits for one until it is healed.
   */
  resetAt(said: string, when: "before" | "after"): Promise<void>;
  heal(): void;
}

interface Pair {
  readonly client: Socket;
  /** Undefined while it is in a black hole from its start. */
  server: Socket | undefined;
  /** From the server to the client. */
  replies: Pipe | undefined;
  readonly pipes: Pipe[];
  /** Of its next reply. */
  breaking?: Break;
}

/** A reply ends inside. */
interface Break {
  /** So much of it arrives, from 0 to 1. */
  readonly share: number;
  readonly done: () => void;
}

/** Starts one on a free port, to a server on this one. */
export async function startProxy(name: string, target: number): Promise<Proxy> {
  const pairs = new Set<Pair>();
  let delayMs = 0;
  let mode: "open" | "refusing" | "held" | "replies held" = "open";
  let breaking: Break | undefined;
  let awaited: { said: string; when: "before" | "after"; done: () => void } | undefined;

  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const pair: Pair = { client, server: undefined, replies: undefined, pipes: [] };
    pairs.add(pair);
    watch(client, pair);
    if (mode === "refusing") reset(pair);
    else if (mode !== "held") connect(pair);
  });

  function connect(pair: Pair): void {
    const server = new Socket({ allowHalfOpen: true });
    pair.server = server;
    watch(server, pair);
    server.setNoDelay(true);
    server.connect(target, "127.0.0.1");
    const passed = { delayMs: () => delayMs };
    pair.replies = createPipe({
      ...passed,
      from: server,
      to: pair.client,
      take: (piece) => takeReply(pair, piece),
    });
    if (mode === "replies held") pair.replies.hold();
    pair.pipes.push(
      createPipe({
        ...passed,
        from: pair.client,
        to: server,
        take: (piece) => takeRequest(pair, piece),
      }),
      pair.replies,
    );
  }

  function takeRequest(pair: Pair, piece: Buffer): Buffer | undefined {
    if (!awaited || !piece.includes(awaited.said)) return piece;
    const { when, done } = awaited;
    awaited = undefined;
    if (when === "after") {
      pair.breaking = { share: 0, done };
      return piece;
    }
    reset(pair);
    done();
    return undefined;
  }

  /** What of a reply goes on: all, or a part where it is to break inside. */
  function takeReply(pair: Pair, piece: Buffer): Buffer | undefined {
    const found = pair.breaking ?? breaking;
    if (found === undefined) return piece;
    const { share, done } = found;
    if (found === breaking) breaking = undefined;
    const bytes = Math.min(Math.floor(piece.length * share), piece.length - 1);
    pair.client.write(piece.subarray(0, bytes), () => {
      reset(pair);
      done();
    });
    return undefined;
  }

  /** Where one end is gone without a word, the other is told the same way. */
  function watch(socket: Socket, pair: Pair): void {
    socket.on("error", () => reset(pair));
    socket.on("close", () => {
      if (pair.client.destroyed && (pair.server?.destroyed ?? true)) pairs.delete(pair);
    });
  }

  function reset(pair: Pair): void {
    for (const pipe of pair.pipes) pipe.stop();
    for (const socket of [pair.client, pair.server]) {
      // Node loses the handle of one that is reset while its end is on the way: it stays open, and at exit Node spins.
      if (socket?.writableEnded) socket.destroy();
      else socket?.resetAndDestroy();
    }
  }

  const each = (act: (pair: Pair) => void) => [...pairs].forEach(act);
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  return {
    name,
    port: portOf(listener.address()),
    open: () => pairs.size,
    delay: (ms) => void (delayMs = ms),
    cut: () => each(reset),
    refuse() {
      mode = "refusing";
      each(reset);
    },
    blackHole() {
      mode = "held";
      each((pair) => pair.pipes.forEach((pipe) => pipe.hold()));
    },
    holdReplies() {
      mode = "replies held";
      each((pair) => pair.replies?.hold());
    },
    resetInsideReply(share) {
      const { promise, resolve } = Promise.withResolvers<void>();
      breaking = { share, done: resolve };
      return promise;
    },
    resetAt(said, when) {
      const { promise, resolve } = Promise.withResolvers<void>();
      awaited = { said, when, done: resolve };
      return promise;
    },
    heal() {
      delayMs = 0;
      breaking = undefined;
      awaited = undefined;
      mode = "open";
      each((pair) => (pair.server ? pair.pipes.forEach((pipe) => pipe.release()) : connect(pair)));
    },
    async [Symbol.asyncDispose]() {
      const closed = once(listener, "close");
      listener.close();
      each(reset);
      await closed;
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("A TCP server without a port.");
  return address.port;
}
