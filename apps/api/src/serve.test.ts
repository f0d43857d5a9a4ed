import { once } from "node:events";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { createConnections } from "./connections.ts";
import type { AppEnv } from "./request/app-env.ts";
import { letBodyCome } from "./request/continue.ts";
import { serve } from "./serve.ts";

const HEAD = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n";

async function start(mayTakeLong: boolean, maxConnections = 100, stopDeadlineMs = 100) {
  const app = new Hono<AppEnv>();
  const connections = createConnections(maxConnections);
  let teams = 0;
  app.post("/", async (c) => {
    connections.belongs(c.env.incoming, `tea_${teams++}`);
    letBodyCome(c.env.incoming);
    let body = "";
    for await (const chunk of c.env.incoming) body += String(chunk);
    return c.text(body);
  });
  app.post("/refused", (c) => c.text("no", 401));
  return await serve(app, {
    host: "127.0.0.1",
    port: 0,
    connections,
    timing: { firstByte: 200, head: 400, request: 400, linger: 200, check: 50 },
    stopDeadlineMs,
    mayTakeLong: () => mayTakeLong,
    onDeadline: () => Promise.resolve(),
  });
}

/** Opens a connection that doesn't close its own side when the server has closed. */
function open(url: string): Socket {
  const socket = connect({ port: Number(new URL(url).port), host: "127.0.0.1", allowHalfOpen: true });
  // The server cuts the connection off, so an error is expected.
  socket.on("error", () => {});
  return socket;
}

test("a request that takes too long to send is answered 408", async () => {
  await using server = await start(false);
  const socket = open(server.url);
  socket.write(`${HEAD}ab`);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
});

test("one that may take long is waited for", async () => {
  await using server = await start(true);
  const socket = open(server.url);
  socket.write(`${HEAD}ab`);
  // This is long past the limit, which is checked every 50 ms.
  await delay(1_000);
  socket.end("cd");
  expect(await text(socket)).toContain("abcd");
});

test("what isn't HTTP is answered 400", async () => {
  await using server = await start(true);
  const socket = open(server.url);
  socket.write("what is this\r\n\r\n");
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
});

test("a request without a host is answered as others that can't be read", async () => {
  await using server = await start(true);
  const socket = open(server.url);
  socket.write("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(answer).toContain('"code":"INVALID_REQUEST"');
  expect(answer.toLowerCase()).toContain("x-content-type-options: nosniff");
});

test("whatever else a client expects is ignored", async () => {
  await using server = await start(true);
  const socket = open(server.url);
  socket.write(HEAD.replace("\r\n\r\n", "\r\nExpect: 200-ok\r\nConnection: close\r\n\r\nabcd"));
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer).toContain("abcd");
});

test("requests that a connection sends at once are as few listeners as one", async () => {
  const warnings: string[] = [];
  const onWarning = ({ name }: Error) => void warnings.push(name);
  process.on("warning", onWarning);
  try {
    await using server = await start(true);
    const socket = open(server.url);
    const last = HEAD.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    socket.write(`${`${HEAD}abcd`.repeat(15)}${last}abcd`);
    expect((await text(socket)).match(/abcd/g)).toHaveLength(16);
    expect(warnings).toEqual([]);
  } finally {
    process.off("warning", onWarning);
  }
});

test.each([
  ["says nothing", ""],
  ["never ends its head", "GET / HTTP/1.1\r\nHost: localhost\r\n"],
  ["never ends its body", `${HEAD}ab`],
  ["sends no HTTP", "what is this\r\n\r\n"],
  ["sends a head that is too long", `GET / HTTP/1.1\r\nX: ${"x".repeat(20_000)}\r\n\r\n`],
])(
  "of 100 connections, each of which %s and stays open, none is left after a second or two",
  async (_, sent) => {
    await using server = await start(false);
    const sockets = Array.from({ length: 100 }, () => open(server.url));
    try {
      for (const socket of sockets) socket.write(sent);
      // When a write is refused, the server's end is gone. What came before that may be an answer.
      await Promise.all(sockets.map(untilCut));
      // The server goes on.
      const response = await fetch(server.url, { method: "POST", body: "abcd" });
      expect(await response.text()).toBe("abcd");
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  },
  10_000,
);

/** Resolves once the server has destroyed its end. That is more than having closed it. */
async function untilCut(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.once("close", () => resolve());
  socket.resume();
  socket.once("end", () => {
    // The server answers with a reset when it can't read any more.
    const timer = setInterval(() => socket.write("x"), 20);
    socket.once("close", () => clearInterval(timer));
  });
  await promise;
}

/** Sends the beginning of a request, and waits until it is under way. */
async function untilTaken(socket: Socket): Promise<void> {
  socket.write(HEAD.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 100 /);
}

test("who asks before it sends its body is let go on, or told at once what stands against it", async () => {
  await using server = await start(false);
  const asking = HEAD.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");
  const taken = open(server.url);
  taken.write(asking);
  const [first] = await once(taken, "data");
  expect(String(first)).toBe("HTTP/1.1 100 Continue\r\n\r\n");
  taken.write("abcd");
  const [second] = await once(taken, "data");
  expect(String(second)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\nConnection: keep-alive\r\n[^]*abcd$/i);
  taken.destroy();

  const refused = open(server.url);
  refused.write(asking.replace("POST /", "POST /refused"));
  const answer = await text(refused);
  expect(answer).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
  expect(answer).toMatch(/\r\nConnection: close\r\n/i);
  refused.destroy();
});

test("who asks and doesn't wait for the answer gets it all the same, while it is still sending", async () => {
  await using server = await start(false);
  for (let round = 0; round < 5; round++) {
    const socket = open(server.url);
    const length = 8 * 1024 * 1024;
    socket.write(
      `POST /refused HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\nExpect: 100-continue\r\n\r\n`,
    );
    for (let sent = 0; sent < length; sent += 65_536) socket.write("x".repeat(65_536));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n[^]*no$/);
    socket.destroy();
  }
});

test("more connections than it takes are told so where all have something under way, and room is made again", async () => {
  await using server = await start(false, 3);
  const held = Array.from({ length: 3 }, () => open(server.url));
  try {
    await Promise.all(held.map(untilTaken));
    const answers = await Promise.all(
      held
        .map(() => open(server.url))
        .map(async (socket) => (socket.write(`${HEAD}abcd`), await text(socket))),
    );
    for (const answer of answers) {
      expect(answer).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
      expect(answer).toContain("Retry-After: 2\r\n");
      expect(answer).toContain("as many connections as it takes");
    }
    await Promise.all(held.map(untilCut));
    expect((await fetch(server.url, { method: "POST", body: "abcd" })).status).toBe(200);
  } finally {
    for (const socket of held) socket.destroy();
  }
});

test("connections that have nothing under way make room for more", async () => {
  await using server = await start(false, 3);
  const idle = Array.from({ length: 3 }, () => open(server.url));
  await Promise.all(idle.map(ask));
  const cut = idle.map(untilCut);
  for (let n = 0; n < 10; n++)
    expect(
      (await fetch(server.url, { method: "POST", body: "abcd", headers: { Connection: "close" } })).status,
    ).toBe(200);
  await Promise.race(cut);
  for (const socket of idle) socket.destroy();
});

/** Sends one request on a connection that is kept, and gives its answer. */
async function ask(socket: Socket): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let answer = "";
  const onData = (data: Buffer) => {
    answer += data.toString();
    if (answer.endsWith("abcd")) resolve(answer);
  };
  socket.on("data", onData).once("close", () => reject(new Error(`closed after ${JSON.stringify(answer)}`)));
  socket.write(`${HEAD}abcd`);
  return await promise.finally(() => socket.off("data", onData));
}

test("a client that keeps its connection gets every answer while it stops, and is told to leave", async () => {
  const server = await start(true, 100, 4_000);
  const sockets = Array.from({ length: 40 }, () => open(server.url));
  await Promise.all(sockets.map(ask));
  const clients = sockets.map(async (socket, index) => {
    // Each client sends until it is told to leave, some at once and some after a while.
    for (;;) {
      await delay(index * 2);
      const answer = await ask(socket);
      expect(answer).toContain("200 OK");
      if (/^connection: close\r$/im.test(answer)) return;
    }
  });
  const idle = open(server.url);
  await ask(idle);
  const silent = open(server.url);
  await ask(silent);
  const stopped = server[Symbol.asyncDispose]();
  await delay(20);
  expect(await ask(idle)).toMatch(/^connection: close\r$/im);
  await Promise.all(clients);
  await stopped;
  for (const socket of [...sockets, idle, silent]) socket.destroy();
});
