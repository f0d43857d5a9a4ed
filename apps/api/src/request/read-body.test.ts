import { once } from "node:events";
import { createServer, request } from "node:http";
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { json } from "node:stream/consumers";
import { getRequestListener } from "@hono/node-server";
import type { KeyOwner } from "@onefold/records";
import { Hono } from "hono";
import { pino } from "pino";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerErrors } from "../errors/answer-errors.ts";
import { ApiError } from "../errors/api-error.ts";
import type { AppEnv } from "./app-env.ts";
import { createBodies } from "./bodies.ts";
import { readBody } from "./read-body.ts";
import { reply } from "./reply.ts";

const MAX = 1_000;
/** A key's share is 1,500 bytes. */
const bodies = createBodies(6_000);
const app = new Hono<AppEnv>();
app.onError(answerErrors(pino({ level: "silent" })));
app.post("/", async (c) => {
  c.set("requestId", "req_test");
  c.set("key", keyOf(c.req.header("x-test-key") ?? "one"));
  return reply(c, 200, { body: await readBody(c, { bodyMaxBytes: MAX, bodies }) });
});
const server = createServer(getRequestListener(app.fetch));

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
});
afterAll(async () => {
  server.closeAllConnections();
  await once(server.close(), "close");
});

function keyOf(keyId: string): KeyOwner {
  return { teamId: "tea_1", userId: "usr_1", keyId, blocked: false, scopes: [], onConflict: "prefer" };
}

const JSON_TYPE = { "Content-Type": "application/json" };

/** Sends the parts as they are. The body is chunked unless the headers give a length. */
async function post(
  headers: OutgoingHttpHeaders,
  ...parts: readonly (string | Buffer)[]
): Promise<[number, unknown]> {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening");
  const sent = request({ host: "127.0.0.1", port: address.port, method: "POST", headers });
  const answered: Promise<IncomingMessage[]> = once(sent, "response");
  for (const part of parts) sent.write(part);
  sent.end();
  const [answer] = await answered;
  if (!answer) throw new Error("no answer");
  return [answer.statusCode ?? 0, await json(answer)];
}

const refused = (code: string) =>
  expect.objectContaining({ success: false, error: expect.objectContaining({ code }) });

test.each([
  "application/json",
  "Application/JSON; charset=utf-8",
  'application/json;charset="UTF-8"',
  "application/merge-patch+json",
])("reads %s", async (type) => {
  const text = '{"name":"Zoë 😀"}';
  const length = { "Content-Length": Buffer.byteLength(text) };
  expect(await post({ "Content-Type": type, ...length }, text)).toEqual([200, { body: { name: "Zoë 😀" } }]);
});

test("reads a chunked body, cut anywhere", async () => {
  const bytes = Buffer.from('{"name":"😀"}');
  expect(await post(JSON_TYPE, bytes.subarray(0, 11), bytes.subarray(11))).toEqual([
    200,
    { body: { name: "😀" } },
  ]);
});

test.each([undefined, "text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1"])(
  "415 for %s",
  async (type) => {
    const headers = type === undefined ? {} : { "Content-Type": type };
    expect(await post({ ...headers, "Content-Length": 2 }, "{}")).toEqual([
      415,
      refused("UNSUPPORTED_MEDIA_TYPE"),
    ]);
  },
);

test("415 for a compressed body", async () => {
  expect(await post({ ...JSON_TYPE, "Content-Encoding": "gzip" }, "{}")).toEqual([
    415,
    refused("UNSUPPORTED_MEDIA_TYPE"),
  ]);
});

test("413 by the announced length, before anything is read", async () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening");
  const headers = { ...JSON_TYPE, "Content-Length": MAX + 1 };
  const sent = request({ host: "127.0.0.1", port: address.port, method: "POST", headers });
  sent.on("error", () => {});
  sent.flushHeaders();
  const [answer]: IncomingMessage[] = await once(sent, "response");
  expect(answer?.statusCode).toBe(413);
  sent.destroy();
});

test("413 for a chunked body once it is too large", async () => {
  const part = Buffer.alloc(MAX / 2, "x");
  expect(await post(JSON_TYPE, part, part, part)).toEqual([413, refused("BODY_TOO_LARGE")]);
});

test.each([[Buffer.from("{")], [Buffer.from("")], [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])]])(
  "400 for %j",
  async (bytes) => {
    expect(await post(JSON_TYPE, bytes)).toEqual([400, refused("INVALID_JSON")]);
  },
);

test("what has come of a key's bodies is bounded in sum: one past it is refused, and comes in later", async () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening");
  const head = { ...JSON_TYPE, "Content-Length": MAX };
  const text = `{"a":"${"x".repeat(MAX - 8)}"}`;
  const slow = request({ host: "127.0.0.1", port: address.port, method: "POST", headers: head });
  // An announced length takes no room.
  slow.flushHeaders();
  expect((await post(head, text))[0]).toBe(200);
  slow.write(text.slice(0, -1));
  const again = (key: string) => post({ ...head, "x-test-key": key }, text);
  // The second request may pass until the first one's body has come.
  while ((await again("one"))[0] === 200);
  expect(await again("one")).toEqual([429, refused("RATE_LIMITED")]);
  expect((await again("another"))[0]).toBe(200);
  expect((await post({ ...JSON_TYPE, "Content-Length": 2 }, "{}"))[0]).toBe(200);
  const answered: Promise<IncomingMessage[]> = once(slow, "response");
  slow.end(text.slice(-1));
  const [answer] = await answered;
  expect(answer?.statusCode).toBe(200);
  answer?.resume();
  while ((await again("one"))[0] === 429);
  expect((await again("one"))[0]).toBe(200);
});

test("a key holds a quarter, a team half, all together the whole, and what is released is free", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ team: fc.nat(3), key: fc.nat(3), bytes: fc.nat(40) })), (asked) => {
      const few = createBodies(100);
      const sums = new Map<string, number>();
      const held = asked.map(({ team, key, bytes }) => {
        const body = few.enter({ teamId: `t${team}`, keyId: `k${team}-${key}` });
        const shares: [string, number][] = [
          [`k${team}-${key}`, 25],
          [`t${team}`, 50],
          ["all", 100],
        ];
        const fits = shares.every(([name, max]) => (sums.get(name) ?? 0) + bytes <= max);
        if (!fits) expect(() => body.grow(bytes)).toThrow(ApiError);
        else {
          body.grow(bytes);
          for (const [name] of shares) sums.set(name, (sums.get(name) ?? 0) + bytes);
        }
        return body;
      });
      for (const body of [...held, ...held]) body.release();
      for (const team of [0, 1, 2, 3]) few.enter({ teamId: `t${team}`, keyId: `k${team}` }).grow(25);
    }),
  );
});
