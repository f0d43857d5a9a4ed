import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { Webhook } from "standardwebhooks";
import { expect, it, onTestFinished } from "vitest";
import {
  ALLOW_NONE,
  createWebhookSender,
  newWebhookSecret,
  readAllowPrivate,
  signStandard,
} from "@onefold/webhook-sender";
import type { WebhookSenderOptions } from "@onefold/webhook-sender";
import { certificateOf } from "./support/certificate-of.ts";
import { startNameServer } from "./support/name-server.ts";
import { startRawReceiver, startReceiver } from "./support/receiver.ts";

const LOOPBACK = readAllowPrivate("127.0.0.0/8");

function senderOf(options: Partial<WebhookSenderOptions> = {}) {
  const sender = createWebhookSender({ allowPrivate: LOOPBACK, timeoutMs: 5_000, ...options });
  onTestFinished(() => sender.close());
  return sender;
}

const message = (url: string, signal?: AbortSignal) => ({ url, headers: {}, body: '{"a":"ü"}', signal });

it("posts the body as it was signed, with the headers that a receiver verifies it by", async () => {
  await using receiver = await startReceiver(
    (_request, response) => void response.writeHead(202).end("taken"),
  );
  const secrets = [newWebhookSecret(), newWebhookSecret()];
  const body = JSON.stringify({ name: "Zoë" });
  const attempt = await senderOf().send({
    url: `${receiver.url}?a=b`,
    headers: signStandard(secrets, { id: "msg_1", at: new Date(), body }),
    body,
  });
  expect(attempt).toEqual({ status: 202, durationMs: expect.any(Number), answer: "taken" });
  const [got] = receiver.received;
  expect(got).toMatchObject({
    method: "POST",
    path: "/hook?a=b",
    body,
    headers: { "content-type": "application/json", "user-agent": "onefold", "webhook-id": "msg_1" },
  });
  for (const secret of secrets)
    expect(new Webhook(secret).verify(got?.body ?? "", got?.headers ?? {})).toEqual({
      name: "Zoë",
    });
});

it("keeps the connection for the next message", async () => {
  await using receiver = await startReceiver();
  const sender = senderOf();
  for (let i = 0; i < 3; i++) expect(await sender.send(message(receiver.url))).toMatchObject({ status: 200 });
  expect(receiver.connections()).toBe(1);
});

it("tries a new connection where the receiver had closed the kept one", async () => {
  let answers = 0;
  // Answers once on each connection, keeps it, and ends it at the next request.
  await using receiver = await startRawReceiver((socket) => {
    if (socket.bytesWritten > 0) socket.resetAndDestroy();
    else socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", () => (answers += 1));
  });
  const sender = senderOf();
  expect(await sender.send(message(receiver.url))).toMatchObject({ status: 200 });
  expect(await sender.send(message(receiver.url))).toMatchObject({ status: 200 });
  expect(answers).toBe(2);
});

it.each([301, 302, 303, 307, 308])("follows no redirect (%d), wherever it points", async (status) => {
  await using inner = await startReceiver();
  await using receiver = await startReceiver(
    (_request, response) => void response.writeHead(status, { location: inner.url }).end(),
  );
  expect(await senderOf().send(message(receiver.url))).toMatchObject({ status, error: "redirect" });
  expect(inner.connections()).toBe(0);
});

it("tells any other status, and how long the receiver asks to be left alone", async () => {
  await using receiver = await startReceiver(
    (_request, response) => void response.writeHead(429, { "retry-after": "120" }).end("slow down"),
  );
  expect(await senderOf().send(message(receiver.url))).toMatchObject({
    status: 429,
    error: "status",
    answer: "slow down",
    retryAfterMs: 120_000,
  });
});

it("connects to no address of its own network", async () => {
  await using receiver = await startReceiver();
  const sender = senderOf({ allowPrivate: ALLOW_NONE });
  for (const host of [
    "127.0.0.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "[::ffff:127.0.0.1]",
    "localhost",
    "[::1]",
  ])
    expect(await sender.send(message(`http://${host}:${receiver.port}/`)), host).toMatchObject({
      error: "url",
    });
  expect(receiver.connections()).toBe(0);
});

it("connects to no name that points into its own network, with whichever of its addresses", async () => {
  await using receiver = await startReceiver();
  const answers: Record<string, Record<"A" | "AAAA", string[]>> = {
    "inner.example.com": { A: ["127.0.0.1"], AAAA: [] },
    "mixed.example.com": { A: ["127.0.0.2", "10.0.0.1"], AAAA: [] },
    "six.example.com": { A: ["127.0.0.2"], AAAA: ["::1"] },
    "mapped.example.com": { A: [], AAAA: ["::ffff:127.0.0.1"] },
    "metadata.example.com": { A: ["169.254.169.254"], AAAA: [] },
    "wide.example.com": { A: ["127.0.0.2"], AAAA: ["64:ff9b::7f00:1"] },
  };
  await using names = await startNameServer(({ name, type }) => answers[name]?.[type] ?? []);
  // 127.0.0.2 stands for a public address here.
  const sender = senderOf({ allowPrivate: readAllowPrivate("127.0.0.2"), nameServers: [names.address] });
  for (const name of Object.keys(answers))
    expect(await sender.send(message(`http://${name}:${receiver.port}/`)), name).toMatchObject({
      error: "address",
    });
  expect(receiver.connections()).toBe(0);
  expect(await sender.send(message(`http://nobody.example.com:${receiver.port}/`))).toMatchObject({
    error: "name",
  });
});

it("connects to the address that it checked, though the name server changes its mind", async () => {
  await using outer = await startReceiver(undefined, "127.0.0.2");
  await using inner = await startReceiver();
  let given = 0;
  await using names = await startNameServer(({ type }) =>
    type === "A" ? [given++ === 0 ? "127.0.0.2" : "127.0.0.1"] : [],
  );
  const sender = senderOf({ allowPrivate: readAllowPrivate("127.0.0.2"), nameServers: [names.address] });
  expect(await sender.send(message(`http://rebound.example.com:${outer.port}/`))).toMatchObject({
    status: 200,
  });
  expect(names.asked.filter(({ type }) => type === "A")).toHaveLength(1);
  expect(outer.received[0]?.headers.host).toBe(`rebound.example.com:${outer.port}`);
  // The next connection asks again, and is refused.
  expect(await sender.send(message(`http://rebound.example.com:${inner.port}/`))).toMatchObject({
    error: "address",
  });
  expect(inner.connections()).toBe(0);
});

it("gives up on a name server that doesn't answer", async () => {
  await using names = await startNameServer(() => "silent");
  const sender = senderOf({ nameServers: [names.address], connectTimeoutMs: 300 });
  const attempt = await sender.send(message("http://slow.example.com/"));
  expect(["timeout", "name"]).toContain(attempt.error);
  expect(attempt.durationMs).toBeLessThan(3_000);
});

it("sends nothing to a receiver whose certificate isn't valid for its name", async () => {
  const own = certificateOf("hooks.example.com");
  await using receiver = await startReceiver(undefined, "127.0.0.1", own);
  await using names = await startNameServer(({ type }) => (type === "A" ? ["127.0.0.1"] : []));
  const sender = senderOf({ nameServers: [names.address] });
  const to = (name: string) => sender.send(message(`https://${name}:${receiver.port}/hook`));
  expect(await to("hooks.example.com")).toMatchObject({ error: "tls" });

  const before = getCACertificates("default");
  onTestFinished(() => setDefaultCACertificates(before));
  setDefaultCACertificates([...before, own.cert]);
  expect(await to("other.example.com")).toMatchObject({ error: "tls" });
  expect(receiver.received).toHaveLength(0);
  expect(await to("hooks.example.com")).toMatchObject({ status: 200, answer: "ok" });
});

it("tells of a receiver that doesn't speak TLS", async () => {
  await using receiver = await startReceiver();
  expect(await senderOf().send(message(`https://127.0.0.1:${receiver.port}/`))).toMatchObject({
    error: "tls",
  });
});

it("follows no proxy of the environment", async () => {
  await using proxy = await startReceiver();
  await using receiver = await startReceiver();
  const before = { ...process.env };
  onTestFinished(() => void (process.env = before));
  Object.assign(process.env, {
    NODE_USE_ENV_PROXY: "1",
    HTTP_PROXY: proxy.url,
    http_proxy: proxy.url,
    NO_PROXY: "",
  });
  expect(await senderOf().send(message(receiver.url))).toMatchObject({ status: 200 });
  expect(proxy.connections()).toBe(0);
});

it("ends when its time is over, while nothing comes", async () => {
  await using receiver = await startReceiver(() => {});
  const attempt = await senderOf({ timeoutMs: 200 }).send(message(receiver.url));
  expect(attempt).toMatchObject({ error: "timeout", answer: "" });
  expect(attempt.status).toBeUndefined();
  expect(attempt.durationMs).toBeGreaterThanOrEqual(190);
});

it("takes the status of an answer that drips, and what of it came in time", async () => {
  await using receiver = await startReceiver((_request, response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write("."), 20);
    response.on("close", () => clearInterval(drip));
  });
  const attempt = await senderOf({ timeoutMs: 300 }).send(message(receiver.url));
  expect(attempt).toMatchObject({ status: 200, answer: expect.stringMatching(/^\.{2,}$/) });
  expect(attempt.durationMs).toBeLessThan(3_000);
});

it("ends when its time is over, while headers drip", async () => {
  await using receiver = await startRawReceiver((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n");
    const drip = setInterval(() => socket.write("a: b\r\n"), 20);
    socket.on("close", () => clearInterval(drip));
  });
  expect(await senderOf({ timeoutMs: 300 }).send(message(receiver.url))).toMatchObject({ error: "timeout" });
});

it("reads no more of an answer than its limit", async () => {
  let written = 0;
  await using receiver = await startReceiver((_request, response) => {
    const write = () => {
      written += 65_536;
      response.write(Buffer.alloc(65_536, "ä"), (error) => error ?? write());
    };
    write();
  });
  expect(await senderOf().send(message(receiver.url))).toMatchObject({
    status: 200,
    answer: "ä".repeat(512),
  });
  expect(written).toBeLessThan(20 * 2 ** 20);
});

it("unpacks nothing", async () => {
  const { gzipSync } = await import("node:zlib");
  await using receiver = await startReceiver(
    (_request, response) =>
      void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(2 ** 20))),
  );
  const attempt = await senderOf().send(message(receiver.url));
  expect(attempt.status).toBe(200);
  expect(Buffer.byteLength(attempt.answer)).toBeLessThanOrEqual(1024);
  expect(receiver.received[0]?.headers["accept-encoding"]).toBe("identity");
});

it.each([
  ["closes at once", "", "closed"],
  ["closes amid the headers", "HTTP/1.1 200 OK\r\nContent-", "closed"],
  ["is no HTTP server", "220 mail.example.com ESMTP\r\n", "invalid"],
  ["sends headers without end", `HTTP/1.1 200 OK\r\na: ${"b".repeat(100_000)}\r\n\r\n`, "invalid"],
  ["sends what no one may send", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "invalid"],
])("tells of a receiver that %s", async (_what, answer, error) => {
  await using receiver = await startRawReceiver((socket) => socket.end(answer));
  const attempt = await senderOf().send(message(receiver.url));
  expect(attempt).toMatchObject({ error, answer: "" });
  expect(attempt.status).toBeUndefined();
});

it("talks no other protocol", async () => {
  await using receiver = await startRawReceiver((socket) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
  });
  expect(await senderOf().send(message(receiver.url))).toMatchObject({ status: 101, error: "status" });
});

it("takes the status of an answer whose body is cut off", async () => {
  await using receiver = await startRawReceiver((socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", () => socket.destroy());
  });
  expect(await senderOf().send(message(receiver.url))).toMatchObject({ status: 200, answer: "half" });
});

it("tells of a port that nobody listens on", async () => {
  const receiver = await startReceiver();
  await receiver[Symbol.asyncDispose]();
  expect(await senderOf().send(message(receiver.url))).toMatchObject({ error: "connect" });
});

it("ends at the caller's signal, before and while it waits", async () => {
  const signal = new AbortController();
  await using receiver = await startReceiver(() => signal.abort());
  const sender = senderOf();
  expect(await sender.send(message(receiver.url, signal.signal))).toMatchObject({ error: "aborted" });
  expect(await sender.send(message(receiver.url, AbortSignal.abort()))).toMatchObject({ error: "aborted" });
  expect(receiver.received).toHaveLength(1);
});

it("closes with attempts under way", async () => {
  const sender = createWebhookSender({ allowPrivate: LOOPBACK });
  await using receiver = await startReceiver(() => sender.close());
  expect(await sender.send(message(receiver.url))).toMatchObject({ error: "closed" });
});
