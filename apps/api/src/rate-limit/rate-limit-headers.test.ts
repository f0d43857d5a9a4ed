import fc from "fast-check";
import { expect, test } from "vitest";
import { rateLimitHeaders } from "./rate-limit-headers.ts";

test("lemlist's headers and the standard ones", () => {
  const taken = { allowed: true, limit: 20, remaining: 19, resetMs: 1_250, windowSeconds: 2 };
  expect(rateLimitHeaders(taken, Date.UTC(2023, 5, 7, 10, 0, 0, 100))).toEqual({
    "X-RateLimit-Limit": "20",
    "X-RateLimit-Remaining": "19",
    "X-RateLimit-Reset": "Wed, 07 Jun 2023 10:00:02 GMT",
    "RateLimit-Policy": '"key";q=20;w=2',
    RateLimit: '"key";r=19;t=2',
  });
});

test("whoever comes when it is told to isn't early, and no more than a second late", () => {
  fc.assert(
    fc.property(fc.nat(4_000_000_000_000), fc.integer({ min: 0, max: 86_400_000 }), (now, resetMs) => {
      const taken = { allowed: false, limit: 1, remaining: 0, resetMs, windowSeconds: 86_400 };
      const headers = rateLimitHeaders(taken, now);
      const seconds = Number(/t=(\d+)$/.exec(headers["RateLimit"] ?? "")?.[1]);
      for (const told of [Date.parse(headers["X-RateLimit-Reset"] ?? "") - now, seconds * 1_000]) {
        expect(told).toBeGreaterThanOrEqual(resetMs);
        expect(told - resetMs).toBeLessThan(1_000);
      }
    }),
  );
});
