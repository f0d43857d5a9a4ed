import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { answerParent } from "../child/answer-parent.ts";
import type { Received, ReceiversOrder } from "./receivers.ts";

interface Receiver {
  readonly ids: Set<string>;
  secret: string;
}

const STALLED_MS = 60_000;
const receivers: Receiver[] = [];
let [messages, wrong, firstAt, lastAt, answerMs] = [0, 0, 0, 0, 0];
let goOn: () => void = () => {};

async function receive(at: Receiver, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const text of request.setEncoding("utf8")) body += String(text);
  const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
  const headers = Object.fromEntries(names.map((name) => [name, String(request.headers[name])]));
  new Webhook(at.secret).verify(body, headers);
  if (answerMs > 0) await delay(answerMs);
  response.writeHead(204).end();
  messages += 1;
  lastAt = performance.now();
  firstAt ||= lastAt;
  at.ids.add(headers["webhook-id"] ?? "");
  goOn();
}

async function listen(): Promise<string> {
  const receiver: Receiver = { ids: new Set(), secret: "" };
  receivers.push(receiver);
  const server = createServer((request, response) => {
    receive(receiver, request, response).catch(() => {
      wrong += 1;
      response.writeHead(400).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // It mustn't outlive its parent.
  server.unref();
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It listens on no port.");
  return `http://127.0.0.1:${address.port}/hook`;
}

/** @throws where none has come for a minute */
async function awaitAll(each: number): Promise<Received> {
  while (receivers.some(({ ids }) => ids.size < each)) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    goOn = resolve;
    const stalled = setTimeout(() => reject(new Error(`Only ${messages} messages came.`)), STALLED_MS);
    await promise;
    clearTimeout(stalled);
  }
  const distinct = receivers.reduce((sum, { ids }) => sum + ids.size, 0);
  return { messages, repeats: messages - distinct, wrong, seconds: (lastAt - firstAt) / 1_000 };
}

await answerParent(async (order: ReceiversOrder): Promise<unknown> => {
  if (order.kind === "open") {
    answerMs = order.answerMs;
    return await Promise.all(Array.from({ length: order.count }, listen));
  }
  if (order.kind === "secrets") {
    for (const [at, receiver] of receivers.entries()) receiver.secret = order.secrets[at] ?? "";
    return undefined;
  }
  return await awaitAll(order.each);
});
