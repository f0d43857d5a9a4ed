import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
import { newWebhookSecret, signStandard, signWithText } from "./sign.ts";

const message = fc.record({ id: fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/), body: fc.json() });

it("signs so that a receiver with any of the valid secrets verifies it, and none with another", () => {
  fc.assert(
    fc.property(message, fc.integer({ min: 1, max: 3 }), ({ id, body }, count) => {
      const secrets = Array.from({ length: count }, newWebhookSecret);
      const headers = signStandard(secrets, { id, at: new Date(), body });
      for (const secret of secrets)
        expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
      expect(() => new Webhook(newWebhookSecret()).verify(body, headers)).toThrow();
      expect(() => new Webhook(secrets[0] ?? "").verify(`${body} `, headers)).toThrow();
    }),
  );
});

const text = fc.string({ minLength: 1, unit: "grapheme" });

it("signs with secrets of free text as they are given, whatever they are made of", () => {
  fc.assert(
    fc.property(message, fc.array(text, { minLength: 1, maxLength: 3 }), ({ id, body }, secrets) => {
      const headers = signWithText(secrets, { id, at: new Date(), body });
      for (const secret of secrets) {
        const receiver = new Webhook(new TextEncoder().encode(secret), { format: "raw" });
        expect(receiver.verify(body, headers)).toEqual(JSON.parse(body));
      }
    }),
  );
  const headers = signWithText(["plain"], { id: "a", at: new Date(), body: "{}" });
  expect(new Webhook("plain", { format: "raw" }).verify("{}", headers)).toEqual({});
});

it("refuses a signature whose time is too far from the receiver's", () => {
  const secret = newWebhookSecret();
  const at = new Date(Date.now() - 10 * 60_000);
  expect(() => new Webhook(secret).verify("{}", signStandard([secret], { id: "a", at, body: "{}" }))).toThrow(
    /too old/,
  );
});
