import { connect } from "node:net";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { Hono } from "hono";
import { expect, test } from "vitest";
import type { AppEnv } from "./request/app-env.ts";
import { serve } from "./serve.ts";

const HEAD = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n";

async function start(mayTakeLong: boolean) {
  const app = new Hono<AppEnv>();
  app.post("/", async (c) => {
    let body = "";
    for await (const chunk of c.env.incoming) body += String(chunk);
    return c.text(body);
  });
  return await serve(app, {
    host: "127.0.0.1",
    port: 0,
    requestTimeoutMs: 300,
    stopDeadlineMs: 100,
    mayTakeLong: () => mayTakeLong,
    onDeadline: () => Promise.resolve(),
  });
}

function open(url: string): Socket {
  return connect(Number(new URL(url).port), "127.0.0.1");
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
  // Five times as long as the limit, which is looked after each time that it is over.
  await delay(1_500);
  socket.end("cd");
  expect(await text(socket)).toContain("abcd");
});

test("what isn't HTTP is answered 400", async () => {
  await using server = await start(true);
  const socket = open(server.url);
  socket.write("what is this\r\n\r\n");
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
});
