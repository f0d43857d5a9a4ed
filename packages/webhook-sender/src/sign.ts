import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";

/** What is signed: the message's id, the same at each attempt, the time of this attempt, and the body as it is sent. */
export interface SignedMessage {
  id: string;
  at: Date;
  body: string;
}

/** The three headers of a signed message. */
export type SignatureHeaders = Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string>;

/** Makes a secret as the Standard Webhooks scheme writes them. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

/** Signs by the Standard Webhooks scheme: with every secret that is valid now, so that a receiver may know either. */
export function signStandard(secrets: readonly string[], message: SignedMessage): SignatureHeaders {
  return sign(
    secrets.map((secret) => new Webhook(secret)),
    message,
  );
}

/** Signs the same way with secrets that are free text, as lemlist's are: their UTF-8 bytes are the keys. */
export function signWithText(secrets: readonly string[], message: SignedMessage): SignatureHeaders {
  return sign(
    secrets.map((secret) => new Webhook(Buffer.from(secret), { format: "raw" })),
    message,
  );
}

function sign(signers: readonly Webhook[], { id, at, body }: SignedMessage): SignatureHeaders {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": signers.map((signer) => signer.sign(id, at, body)).join(" "),
  };
}
