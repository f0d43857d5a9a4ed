import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { startProxy } from "./proxy.ts";
import type { Proxy } from "./proxy.ts";

interface Peers extends AsyncDisposable {
  readonly proxy: Proxy;
  /** Connects through the proxy. */
  connect(): Client;
  /** What the server has got so far, of all connections. */
  received(): string;
}

interface Client {
  readonly socket: Socket;
  text(): string;
  /** Resolves when all of this has arrived, or the connection is gone. */
  until(text: string): Promise<void>;
  /** Why it is gone, once it is. */
  readonly gone: Promise<string>;
}

/** A server that answers each piece by "re:" and the same, and a proxy before it. */
async function startPeers(): Promise<Peers> {
  let received = "";
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.setEncoding("utf8").on("data", (text: string) => {
      received += text;
      socket.write(`re:${text}`);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const proxy = await startProxy("test", port);
  return {
    proxy,
    received: () => received,
    connect: () => connectTo(proxy.port),
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]();
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function connectTo(port: number): Client {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  let more = Promise.withResolvers<void>();
  const tell = () => {
    more.resolve();
    more = Promise.withResolvers();
  };
  const { promise: gone, resolve } = Promise.withResolvers<string>();
  let error = "";
  socket.on("error", (thrown: NodeJS.ErrnoException) => (error = thrown.code ?? "?"));
  socket.on("close", () => {
    resolve(error || "closed");
    tell();
  });
  socket.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
    tell();
  });
  return {
    socket,
    gone,
    text: () => text,
    async until(wanted) {
      while (!text.includes(wanted) && !socket.destroyed) await more.promise;
    },
  };
}

test("passes on both ways, and the end of each", async () => {
  await using peers = await startPeers();
  const client = peers.connect();
  client.socket.write("one");
  await client.until("re:one");
  client.socket.end("two");
  expect(await client.gone).toBe("closed");
  expect(client.text()).toBe("re:onere:two");
  expect(peers.proxy.open()).toBe(0);
});

test("much at once arrives whole and in order", async () => {
  await using peers = await startPeers();
  const client = peers.connect();
  const sent = Array.from({ length: 400_000 }, (_, index) => String(index)).join(" ");
  client.socket.end(sent);
  expect(await client.gone).toBe("closed");
  expect(peers.received()).toBe(sent);
  expect(client.text().replaceAll("re:", "")).toBe(sent);
});

test("delay: each byte is later by that, in both directions and in order", async () => {
  await using peers = await startPeers();
  const client = peers.connect();
  peers.proxy.delay(60);
  const sentAt = performance.now();
  for (const word of ["a", "b", "c"]) client.socket.write(word);
  await client.until("c");
  expect(performance.now() - sentAt).toBeGreaterThanOrEqual(120);
  // What is faster again doesn't overtake.
  client.socket.write("slow");
  await until(() => client.socket.bytesWritten > 6);
  peers.proxy.delay(0);
  client.socket.write("fast");
  await client.until("fast");
  expect(client.text().replaceAll("re:", "")).toBe("abcslowfast");
});

test("cut: what is open is reset at both ends, and what connects after is taken", async () => {
  await using peers = await startPeers();
  const client = peers.connect();
  client.socket.write("one");
  await client.until("re:one");
  peers.proxy.cut();
  expect(await client.gone).toBe("ECONNRESET");
  const next = peers.connect();
  next.socket.write("two");
  await next.until("re:two");
  expect(next.text()).toBe("re:two");
});

test("refuse: nobody is let in until it is healed", async () => {
  await using peers = await startPeers();
  const client = peers.connect();
  peers.proxy.refuse();
  expect(await client.gone).toBe("ECONNRESET");
  expect(await peers.connect().gone).toBe("ECONNRESET");
  peers.proxy.heal();
  const next = peers.connect();
  next.socket.write("in");
  await next.until("re:in");
  expect(next.text()).toBe("re:in");
});

test("black hole: nothing passes and nobody is told; when it is healed, what was held arrives", async () => {
  await using peers = await startPeers();
  const before = peers.connect();
  before.socket.write("one");
  await before.until("re:one");
  peers.proxy.blackHole();
  before.socket.write("two");
  const within = peers.connect();
  within.socket.write("three");
  const later = await Promise.race([before.gone, within.gone, delay(200, "silent")]);
  expect(later).toBe("silent");
  expect(peers.received()).toBe("one");
  expect(before.text() + within.text()).toBe("re:one");
  peers.proxy.heal();
  await before.until("re:two");
  await within.until("re:three");
  expect(before.text() + within.text()).toBe("re:onere:twore:three");
});

test("held replies: the server is told and does it, and nobody hears of it", async () => {
  await using peers = await startPeers();
  const before = peers.connect();
  before.socket.write("one");
  await before.until("re:one");
  peers.proxy.holdReplies();
  const within = peers.connect();
  before.socket.write("two");
  within.socket.write("two");
  await until(() => peers.received() === "onetwotwo");
  expect(await Promise.race([before.gone, within.gone, delay(100, "silent")])).toBe("silent");
  expect(before.text() + within.text()).toBe("re:one");
  peers.proxy.heal();
  await before.until("re:two");
  await within.until("re:two");
});

test.each([
  [0.5, "re:w"],
  [0, ""],
  // Never the whole of it.
  [1, "re:whol"],
])("reset inside a reply: a share of %d arrives, then a reset; once", async (share, arrives) => {
  await using peers = await startPeers();
  const client = peers.connect();
  const happened = peers.proxy.resetInsideReply(share);
  client.socket.write("whole");
  await happened;
  expect(await client.gone).toBe("ECONNRESET");
  expect(client.text()).toBe(arrives);
  expect(peers.received()).toBe("whole");
  const next = peers.connect();
  next.socket.write("two");
  await next.until("re:two");
  expect(next.text()).toBe("re:two");
});

test.each([
  ["before", "one"],
  ["after", "onelast"],
] as const)("reset %s what is said: the server has got %j, and nobody hears a reply", async (when, got) => {
  await using peers = await startPeers();
  const client = peers.connect();
  const happened = peers.proxy.resetAt("last", when);
  client.socket.write("one");
  await client.until("re:one");
  client.socket.write("last");
  await happened;
  expect(await client.gone).toBe("ECONNRESET");
  expect(client.text()).toBe("re:one");
  expect(peers.received()).toBe(got);
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await delay(1);
}
