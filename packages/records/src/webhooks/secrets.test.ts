import fc from "fast-check";
import { expect, test } from "vitest";
import { newWebhookSecret, rotated, SECRET_OVERLAP_MS, validSecrets } from "./secrets.ts";
import type { Secrets } from "./webhook.ts";

test("of any rotations the newest secret is valid, and the one before for a day", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 3 * SECRET_OVERLAP_MS }), { minLength: 1, maxLength: 6 }),
      (pauses) => {
        let [now, before]: [number, Secrets] = [0, [{ secret: "s0" }]];
        for (const [at, pause] of pauses.entries()) {
          now += pause;
          before = rotated(before, `s${at + 1}`, now);
          expect(validSecrets(before, now)).toEqual([`s${at + 1}`, `s${at}`]);
          expect(validSecrets(before, now + SECRET_OVERLAP_MS)).toEqual([`s${at + 1}`]);
        }
      },
    ),
  );
});

test("a secret is what Standard Webhooks asks for", () => {
  const secret = newWebhookSecret();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]+=*$/);
  expect(Buffer.from(secret.slice(6), "base64")).toHaveLength(32);
});
