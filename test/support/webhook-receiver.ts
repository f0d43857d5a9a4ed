import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { WebhookMessage } from "@onefold/contract";
import { Webhook } from "standardwebhooks";

/** What a receiver of webhooks got, in the order in which it came. */
export interface Delivery {
  readonly id: string;
  readonly message: WebhookMessage;
  /** What it answered; absent where it said nothing. */
  readonly status?: number;
}

export interface WebhookReceiver extends AsyncDisposable {
  readonly url: string;
  readonly log: readonly Delivery[];
  /** How many were under way at once, at most. */
  most(): number;
}

/**
 * Starts a receiver that verifies what it gets as any user of Standard Webhooks does, and writes it down.
 * @param answer gives the status of the answer; undefined: none
 */
export async function startWebhookReceiver(
  secret: () => string,
  answer: (delivery: Delivery) => Promise<number | undefined> | number | undefined = () => 204,
): Promise<WebhookReceiver> {
  const log: Delivery[] = [];
  let [busy, most] = [0, 0];
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    most = Math.max(most, ++busy);
    request.once("close", () => busy--);
    let body = "";
    for await (const text of request.setEncoding("utf8")) body += String(text);
    const header = (name: string) => String(request.headers[name]);
    const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
    const signed = Object.fromEntries(names.map((name) => [name, header(name)]));
    const message = WebhookMessage.parse(new Webhook(secret()).verify(body, signed));
    const delivery = { id: header("webhook-id"), message };
    const status = await answer(delivery);
    log.push({ ...delivery, ...(status !== undefined && { status }) });
    if (status !== undefined) response.writeHead(status).end("ok");
  }
  const wrong: unknown[] = [];
  const server = createServer((request, response) => {
    receive(request, response).catch((error: unknown) => {
      wrong.push(error);
      response.writeHead(400).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It listens on no port.");
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    log,
    most: () => most,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      if (wrong.length > 0) throw new Error("What came couldn't be verified or read.", { cause: wrong[0] });
    },
  };
}
