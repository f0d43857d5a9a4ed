import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { webhooks } from "./webhooks.ts";

/** The example of the Standard Webhooks libraries. */
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const AT = 1_614_265_330;
const BODY = '{"test": 2432232314}';
const HEADERS = {
  "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
  "webhook-timestamp": `${AT}`,
  "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};
const now = () => AT * 1_000;
const given = { body: BODY, headers: HEADERS, secret: SECRET, now };

test("the scheme's own example is right, however its headers and its body come", async () => {
  const right = { id: HEADERS["webhook-id"], sentAt: new Date(now()), data: { test: 2_432_232_314 } };
  expect(await webhooks.verify(given)).toEqual(right);
  expect(await webhooks.verify({ ...given, headers: new Headers(HEADERS) })).toEqual(right);
  const upper = Object.fromEntries(
    Object.entries(HEADERS).map(([name, value]) => [name.toUpperCase(), value]),
  );
  expect(await webhooks.verify({ ...given, headers: upper })).toEqual(right);
  expect(await webhooks.verify({ ...given, body: new TextEncoder().encode(BODY) })).toEqual(right);
  expect(await webhooks.verify({ ...given, secret: SECRET.replace("whsec_", "") })).toEqual(right);
});

test("one of several secrets and one of several signatures is enough", async () => {
  const secret = ["whsec_b3RoZXI=", SECRET];
  const signature = `v1a,xxxx v1,AAAA ${HEADERS["webhook-signature"]} v2,yyyy`;
  const headers = { ...HEADERS, "webhook-signature": signature };
  await expect(webhooks.verify({ ...given, secret, headers })).resolves.toMatchObject({
    data: { test: 2_432_232_314 },
  });
});

test.each<{ what: string; change: Partial<Parameters<typeof webhooks.verify>[0]>; reason: string }>([
  { what: "no id", change: { headers: { ...HEADERS, "webhook-id": undefined } }, reason: "headers" },
  {
    what: "an empty signature",
    change: { headers: { ...HEADERS, "webhook-signature": "" } },
    reason: "headers",
  },
  { what: "two ids", change: { headers: { ...HEADERS, "webhook-id": ["a", "b"] } }, reason: "headers" },
  { what: "another body", change: { body: `${BODY} ` }, reason: "signature" },
  { what: "another id", change: { headers: { ...HEADERS, "webhook-id": "msg_x" } }, reason: "signature" },
  { what: "another secret", change: { secret: "whsec_b3RoZXI=" }, reason: "signature" },
  { what: "no secret", change: { secret: [] }, reason: "signature" },
  { what: "what is too old", change: { now: () => (AT + 301) * 1_000 }, reason: "timestamp" },
  { what: "what is ahead", change: { now: () => (AT - 301) * 1_000 }, reason: "timestamp" },
  {
    what: "what is of now, by a tolerance that is none",
    change: { toleranceSeconds: NaN },
    reason: "timestamp",
  },
  {
    what: "a time that is none",
    change: { headers: { ...HEADERS, "webhook-timestamp": "now" } },
    reason: "timestamp",
  },
  {
    what: "another version's signature",
    change: {
      headers: { ...HEADERS, "webhook-signature": HEADERS["webhook-signature"].replace("v1", "v2") },
    },
    reason: "signature",
  },
])("$what is refused", async ({ change, reason }) => {
  await expect(webhooks.verify({ ...given, ...change })).rejects.toMatchObject({
    name: "WebhookVerificationError",
    reason,
  });
});

test("any body that was signed is right, and no other", async () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.json(), bytes, fc.nat(), fc.nat(7), async (body, key, place, bit) => {
      const secret = `whsec_${Buffer.from(key).toString("base64")}`;
      const mac = createHmac("sha256", key).update(`msg_1.${AT}.${body}`).digest();
      const headers = { ...HEADERS, "webhook-id": "msg_1" };
      const signed = (signature: Buffer) =>
        webhooks.verify({
          body,
          secret,
          now,
          headers: { ...headers, "webhook-signature": `v1,${signature.toString("base64")}` },
        });
      expect((await signed(mac)).data).toEqual(JSON.parse(body));
      const wrong = Buffer.from(mac);
      wrong[place % wrong.length]! ^= 1 << bit;
      await expect(signed(wrong)).rejects.toMatchObject({ reason: "signature" });
    }),
  );
});

test("a secret that is none is the caller's mistake", async () => {
  await expect(webhooks.verify({ ...given, secret: "whsec_" })).rejects.toThrow(TypeError);
  await expect(webhooks.verify({ ...given, secret: "no base64!" })).rejects.toThrow(TypeError);
});
