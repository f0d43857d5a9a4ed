import { WebhookVerificationError } from "./errors.ts";

type HeaderValue = string | readonly string[] | null | undefined;
/** As fetch has them, or as node:http has. */
type WebhookHeaders = { get(name: string): string | null } | Readonly<Record<string, HeaderValue>>;

export interface VerifyOptions {
  /** The body as it came: its bytes, or its text. What was parsed and written again has another signature. */
  readonly body: string | Uint8Array<ArrayBuffer> | ArrayBuffer;
  readonly headers: WebhookHeaders;
  /** `whsec_…`; several while one is being replaced. */
  readonly secret: string | readonly string[];
  /** How old or how far ahead it may be, in seconds. By default 300. */
  readonly toleranceSeconds?: number | undefined;
  /** For tests. */
  readonly now?: (() => number) | undefined;
}

export interface VerifiedWebhook<T> {
  /** The same each time that this message is delivered. */
  readonly id: string;
  readonly sentAt: Date;
  readonly data: T;
}

const TOLERANCE_SECONDS = 300;
/** No sender signs with more. */
const SIGNATURES_MAX = 16;

/**
 * Says that a webhook is Onefold's and is new, by the Standard Webhooks scheme, and gives what it holds.
 * @throws WebhookVerificationError
 */
async function verify<T = unknown>({
  body,
  headers,
  secret,
  toleranceSeconds = TOLERANCE_SECONDS,
  now = Date.now,
}: VerifyOptions): Promise<VerifiedWebhook<T>> {
  const id = headerOf(headers, "webhook-id");
  const timestamp = headerOf(headers, "webhook-timestamp");
  const signatures = signaturesOf(headerOf(headers, "webhook-signature"));
  const sentAt = Number(timestamp);
  // A tolerance that is no number lets nothing through.
  const isOfNow = Math.abs(now() / 1_000 - sentAt) <= toleranceSeconds;
  if (!/^\d{1,12}$/.test(timestamp) || !isOfNow)
    throw new WebhookVerificationError("timestamp", "The webhook isn't of now: it is too old, or ahead.");
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(body);
  const signed = joined(new TextEncoder().encode(`${id}.${timestamp}.`), bytes);
  const keys = await Promise.all((typeof secret === "string" ? [secret] : secret).map(keyOf));
  // Each with each, so that the time tells nothing of which was right. WebCrypto compares in constant time.
  const right = await Promise.all(
    keys.flatMap((key) =>
      signatures.map((signature) => crypto.subtle.verify("HMAC", key, signature, signed)),
    ),
  );
  if (!right.includes(true))
    throw new WebhookVerificationError("signature", "The webhook's signature isn't one of this secret.");
  const data: T = JSON.parse(new TextDecoder().decode(bytes));
  return { id, sentAt: new Date(sentAt * 1_000), data };
}

export const webhooks = { verify };

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = isHeaders(headers)
    ? headers.get(name)
    : Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1];
  if (typeof value === "string" && value !== "") return value;
  throw new WebhookVerificationError("headers", `The webhook has no one header ${name}.`);
}

function isHeaders(headers: WebhookHeaders): headers is { get(name: string): string | null } {
  return typeof headers.get === "function";
}

/** The signatures of version 1: `v1,` and base64, with spaces between. Those of other versions are passed over. */
function signaturesOf(header: string): Uint8Array<ArrayBuffer>[] {
  return header
    .split(" ", SIGNATURES_MAX)
    .filter((each) => each.startsWith("v1,"))
    .flatMap((each) => {
      const bytes = fromBase64(each.slice(3));
      return bytes ? [bytes] : [];
    });
}

async function keyOf(secret: string) {
  const bytes = fromBase64(secret.replace(/^whsec_/, ""));
  if (!bytes || bytes.length === 0) throw new TypeError("secret takes what begins with whsec_, and base64.");
  return await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
