import { promises } from "node:dns";
import { Agent as HttpAgent, request as httpRequest } from "node:http";
import type { IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { AllowPrivate } from "./allow-private.ts";
import { answerText } from "./answer-text.ts";
import type { Attempt, AttemptError } from "./attempt.ts";
import { checkTargetUrl } from "./check-target-url.ts";
import { createLookup, RefusedTarget } from "./create-lookup.ts";
import { readRetryAfter } from "./retry-after.ts";

export interface WebhookSenderOptions {
  /** Which targets may lie in the operator's own network. */
  allowPrivate: AllowPrivate;
  /** How long an attempt may take in all. */
  timeoutMs?: number;
  /** How long it may take of this to find the name, connect and agree on TLS. */
  connectTimeoutMs?: number;
  /** How much of an answer is read. */
  maxAnswerBytes?: number;
  userAgent?: string;
  /** The name servers that are asked: the system's, unless told. */
  nameServers?: readonly string[];
}

/** One POST. The body is JSON, as it was signed. */
export interface WebhookMessage {
  url: string;
  headers: Record<string, string>;
  body: string;
  signal?: AbortSignal | undefined;
}

export interface WebhookSender {
  /** Sends one POST and says how it ended. Never throws, follows no redirect. */
  send(message: WebhookMessage): Promise<Attempt>;
  /** Closes the connections that are kept; attempts under way end. */
  close(): void;
}

/** How an answer begins, or why none came; `stale` is a kept connection that the receiver had closed. */
type Outcome = { status: number; answer: string; retryAfter: string | undefined } | AttemptError | "stale";

/** How many connections to one receiver are kept, as many as one webhook uses, and how long while nothing is to be sent. */
const KEPT = { keepAlive: true, maxFreeSockets: 8, timeout: 5_000 };

/**
 * Makes what sends webhooks to addresses that clients choose: it connects to no address of the operator's own network
 * (see checkTargetUrl and createLookup), verifies certificates, and reads a little of the answer, as it comes.
 * Its own agents follow no proxy of the environment, which would do the look-up instead of it.
 * How many attempts are under way is the caller's to bound.
 */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { allowPrivate, timeoutMs = 10_000, maxAnswerBytes = 1024, userAgent = "onefold" } = options;
  const connectTimeoutMs = Math.min(options.connectTimeoutMs ?? 5_000, timeoutMs);
  const resolver = new promises.Resolver({ timeout: Math.ceil(connectTimeoutMs / 2), tries: 2 });
  if (options.nameServers) resolver.setServers(options.nameServers);
  const lookup = createLookup(resolver, allowPrivate);
  const http = new HttpAgent({ ...KEPT, lookup });
  const https = new HttpsAgent({ ...KEPT, lookup, rejectUnauthorized: true });

  return { send, close };

  async function send({ url, headers, body, signal }: WebhookMessage): Promise<Attempt> {
    const began = performance.now();
    const outcome = await deliver(url, headers, body, signal);
    const durationMs = Math.round(performance.now() - began);
    if (typeof outcome === "string") return { error: outcome, durationMs, answer: "" };
    const { status, answer } = outcome;
    const error = errorOf(status);
    const retryAfterMs = readRetryAfter(outcome.retryAfter, new Date());
    return {
      status,
      ...(error && { error }),
      durationMs,
      answer,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }

  async function deliver(text: string, headers: Record<string, string>, body: string, signal?: AbortSignal) {
    const target = checkTargetUrl(text, allowPrivate);
    if (!target.ok) return "url";
    const limits = createLimits(timeoutMs, signal);
    try {
      // Each stale connection is gone once it was tried, and a new one isn't stale.
      for (;;) {
        const outcome = await post(target, headers, body, limits);
        if (outcome !== "stale") return outcome;
      }
    } finally {
      limits.end();
    }
  }

  function post(
    { url, host }: { url: URL; host: string },
    headers: Record<string, string>,
    body: string,
    limits: Limits,
  ): Promise<Outcome> {
    return new Promise((resolve) => {
      const secure = url.protocol === "https:";
      const request = (secure ? httpsRequest : httpRequest)({
        agent: secure ? https : http,
        host,
        port: url.port,
        path: url.pathname + url.search,
        method: "POST",
        headers: {
          "user-agent": userAgent,
          "content-type": "application/json",
          "accept-encoding": "identity",
          ...headers,
          "content-length": Buffer.byteLength(body),
        },
      });
      let step: "connect" | "tls" | "sent" = "connect";
      const tooLong = setTimeout(() => limits.giveUp("timeout"), connectTimeoutMs);
      const isReady = () => {
        step = "sent";
        clearTimeout(tooLong);
      };
      let answers = false;
      limits.stop = () => {
        request.destroy();
        // What has begun to come is read to its end, which is now.
        if (!answers) settle(limits.reason ?? "aborted");
      };
      request.once("socket", (socket) => {
        if (!socket.connecting) return isReady();
        socket.once("connect", () => (secure ? (step = "tls") : isReady()));
        socket.once("secureConnect", isReady);
      });
      request.once("response", (response) => {
        answers = true;
        void read(response).then(settle);
      });
      request.once("upgrade", ({ statusCode: status = 101 }, socket) => {
        socket.destroy();
        settle({ status, answer: "", retryAfter: undefined });
      });
      request.on("error", (error) => settle(whyNot(error)));
      if (limits.reason === undefined) request.end(body);
      else request.destroy();

      async function read(response: IncomingMessage): Promise<Outcome> {
        const status = response.statusCode ?? 0;
        const retryAfter = response.headers["retry-after"];
        return { status, retryAfter, answer: await readAnswer(response, maxAnswerBytes) };
      }

      function whyNot(error: Error & { code?: string }): Outcome {
        if (limits.reason) return limits.reason;
        if (error instanceof RefusedTarget) return error.reason;
        if (request.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE")) return "stale";
        if (error.code?.startsWith("HPE_")) return "invalid";
        return step === "sent" ? "closed" : step;
      }

      function settle(outcome: Outcome) {
        clearTimeout(tooLong);
        resolve(outcome);
      }
    });
  }

  function close() {
    resolver.cancel();
    http.destroy();
    https.destroy();
  }
}

/** What ends an attempt from this side: its time, or the caller's signal. */
interface Limits {
  reason?: AttemptError;
  giveUp(reason: AttemptError): void;
  stop(): void;
  end(): void;
}

function createLimits(timeoutMs: number, signal?: AbortSignal): Limits {
  const limits: Limits = {
    giveUp(reason) {
      limits.reason ??= reason;
      limits.stop();
    },
    stop() {},
    end() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    },
  };
  const abort = () => limits.giveUp("aborted");
  const timer = setTimeout(() => limits.giveUp("timeout"), timeoutMs);
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  return limits;
}

/**
 * Reads an answer up to its limit, after which the connection is closed. A status that came counts, however the
 * body ends: the receiver has the message.
 */
async function readAnswer(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) break;
    }
  } catch {
    // Cut off by the receiver or by this side's limits: what came is the answer.
  }
  return answerText(Buffer.concat(chunks), maxBytes);
}

function errorOf(status: number): AttemptError | undefined {
  if (status >= 200 && status < 300) return undefined;
  return status >= 300 && status < 400 ? "redirect" : "status";
}
