import { request as requestHttp } from "node:http";
import type { ClientRequest, IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { noAnswer, refusalOf } from "../api/api-refusal.ts";
import type { Api } from "../api/find-api.ts";
import type { UploadRequest } from "./upload-options.ts";

export interface Sending {
  readonly request: UploadRequest;
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
  /** How long to look for an answer before the body is begun. */
  readonly pauseMs: number;
  /** Called with each piece that the connection has taken. */
  onSent(bytes: number): void;
}

export interface UploadAnswer {
  readonly body: unknown;
  /** The upload was complete before, and its job is answered again. */
  readonly isReplayed: boolean;
}

/**
 * Sends the body once, as fast as the service takes it and no faster: by `node:http`, whose uploads have no time
 * limit, where those of fetch, which the client sends by, end when the service keeps them waiting for five minutes.
 * @throws ApiRefusal, what reading the body throws, or the reason of the signal
 */
export async function sendUpload(
  api: Api,
  body: AsyncIterable<Uint8Array>,
  sending: Sending,
): Promise<UploadAnswer> {
  // As the client has it, where the API is below a path.
  const url = new URL(api.baseUrl.replace(/\/+$/, "") + sending.request.path + sending.request.query);
  const outgoing = open(url, api, sending);
  const answered = answerOf(outgoing, url);
  answered.catch(() => {});
  try {
    // What is answered without the body (a wrong key, an upload that has failed) is read before the connection is closed over it.
    await Promise.race([answered, delay(sending.pauseMs, undefined, { ref: false })]);
    await Promise.race([answered, write(outgoing, body, sending)]);
    return await answered;
  } catch (error) {
    sending.signal.throwIfAborted();
    throw error;
  } finally {
    outgoing.destroy();
  }
}

function open(url: URL, { key }: Api, { request, idempotencyKey, signal }: Sending): ClientRequest {
  const outgoing = (url.protocol === "https:" ? requestHttps : requestHttp)(url, {
    method: "POST",
    headers: { ...request.headers, Authorization: `Bearer ${key}`, "Idempotency-Key": idempotencyKey },
    agent: false,
    signal,
  });
  outgoing.flushHeaders();
  return outgoing;
}

async function answerOf(outgoing: ClientRequest, url: URL): Promise<UploadAnswer> {
  const { status, headers, body } = await readAnswer(outgoing).catch((cause: unknown) => {
    throw noAnswer(url, cause);
  });
  if (status < 200 || status > 299) throw refusalOf(status, headers["retry-after"], body);
  return { body: JSON.parse(body), isReplayed: headers["idempotent-replayed"] === "true" };
}

async function readAnswer(outgoing: ClientRequest) {
  const response = await responseTo(outgoing);
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
}

async function responseTo(outgoing: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  // Stays: an error after the answer, such as a reset over the rest of the body, is nobody's concern.
  outgoing.on("error", reject).once("response", resolve);
  return promise;
}

/** Ends the body only when all of it was read: one that breaks off is cut, never shortened. */
async function write(
  outgoing: ClientRequest,
  body: AsyncIterable<Uint8Array>,
  { onSent }: Sending,
): Promise<void> {
  for await (const piece of body) {
    if (outgoing.destroyed) return;
    await writePiece(outgoing, piece);
    if (outgoing.destroyed) return;
    onSent(piece.byteLength);
  }
  outgoing.end();
}

/** Resolves when the system has taken it and its buffer may be filled again, or the connection is gone. */
async function writePiece(outgoing: ClientRequest, piece: Uint8Array): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  outgoing.once("close", resolve).write(piece, () => resolve());
  await promise;
  outgoing.off("close", resolve);
}
