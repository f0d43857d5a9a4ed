import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentOf } from "./message-content.ts";
import type { StoredMessage } from "./message.ts";
import { DISABLED_AFTER_MS, PROBED_AFTER, retryPauseMs } from "./pauses.ts";
import { claimed, handedBack, healthAfter, settled } from "./settle.ts";
import type { SentMessage } from "./settle.ts";

const content = contentOf(["created", "contact", "job_1", 0, 1, {}]);
const later = contentOf(["updated", "contact", "job_2", 0, 1, {}]);
const waiting: StoredMessage = {
  recordId: "ctc_1",
  entity: "contact",
  messageId: "msg_1",
  content,
  tries: 0,
  nextAt: 5,
  isSending: false,
  claim: 3,
};
const sent = (how: Partial<SentMessage>): SentMessage => ({
  message: { ...claimed(waiting, { now: 100, leaseMs: 900 }), url: "https://hooks.example.com" },
  at: 100,
  delivered: false,
  durationMs: 3,
  answer: "",
  ...how,
});
const ALL_PAUSES_MS = Array.from(
  { length: 9 },
  (_, tries) => retryPauseMs(tries + 1, { random: 0.5 }) ?? Number.NaN,
).reduce((sum, each) => sum + each);
const at = { now: 100, random: 0.5 };

describe("a message that was sent", () => {
  const sending = claimed(waiting, { now: 100, leaseMs: 900 });

  test("is gone when it was delivered, but for what came meanwhile, under another id", () => {
    expect(settled(sending, sent({ delivered: true }), at)).toBeUndefined();
    const left = settled({ ...sending, later }, sent({ delivered: true }), at);
    expect(left).toMatchObject({ content: later, tries: 0, nextAt: 100, isSending: false });
    expect(left?.messageId).not.toBe("msg_1");
    expect(left).not.toHaveProperty("later");
  });

  test("is tried again under its id, and under another with what came meanwhile", () => {
    expect(settled(sending, sent({}), at)).toMatchObject({ messageId: "msg_1", tries: 1, content });
    const both = settled({ ...sending, later }, sent({}), at);
    expect(both).toMatchObject({ tries: 0, nextAt: 100, content: { events: ["created", "updated"] } });
    expect(both?.messageId).not.toBe("msg_1");
  });

  test("is given up after its last try", () => {
    expect(settled({ ...sending, tries: 8 }, sent({}), at)).toBeDefined();
    expect(settled({ ...sending, tries: 9 }, sent({}), at)).toBeUndefined();
  });

  test("isn't given up before the sum of the pauses, however often it is taken to probe", () => {
    const takes = fc.array(fc.integer({ min: 1, max: 20 * 3_600_000 }), { minLength: 300, maxLength: 300 });
    fc.assert(
      fc.property(takes, (steps) => {
        let message: StoredMessage | undefined = { ...waiting, nextAt: 0 };
        let now = 0;
        for (const step of steps) {
          const mine = claimed(message, { now, leaseMs: 1_000 });
          message = settled(mine, sent({ message: { ...mine, url: "https://hooks.example.com" } }), {
            now,
            random: 0.5,
          });
          if (!message) break;
          now += step;
        }
        if (!message) expect(now).toBeGreaterThanOrEqual(ALL_PAUSES_MS);
      }),
    );
  });

  test("keeps its id when its sender is gone, unless something came", () => {
    expect(claimed(sending, { now: 1_000, leaseMs: 1_000 })).toMatchObject({
      messageId: "msg_1",
      claim: 5,
      nextAt: 2_000,
    });
    const both = claimed({ ...sending, later }, { now: 1_000, leaseMs: 1_000 });
    expect(both).toMatchObject({ content: { events: ["created", "updated"] } });
    expect(both.messageId).not.toBe("msg_1");
  });
});

describe("a message that was handed back", () => {
  const tries = fc.integer({ min: 0, max: 9 });
  const nextAt = fc.integer({ min: 0, max: 500 });

  test("is as it was, and due; one that was taken to probe is due when it was", () => {
    fc.assert(
      fc.property(tries, nextAt, (tried, due) => {
        const message = { ...waiting, tries: tried, nextAt: due };
        const { dueAt, ...stored } = claimed(message, { now: 100, leaseMs: 900 });
        const back = handedBack(stored, { ...(dueAt !== undefined && { dueAt }) }, 120);
        expect(back).toEqual({ ...message, claim: 4, nextAt: due > 100 ? due : 120 });
      }),
    );
  });

  test("has what came meanwhile, at once and under another id", () => {
    const mine = claimed({ ...waiting, tries: 2, nextAt: 400 }, { now: 100, leaseMs: 900 });
    const back = handedBack({ ...mine, later }, mine, 120);
    expect(back).toMatchObject({ tries: 0, nextAt: 120, isSending: false });
    expect(back.content).toMatchObject({ events: ["created", "updated"] });
    expect(back.messageId).not.toBe("msg_1");
    expect(back).not.toHaveProperty("later");
  });
});

describe("a webhook", () => {
  const attempt = fc.record({
    delivered: fc.boolean(),
    status: fc.constantFrom(200, 404, 429, 500, 503),
    retryAfterMs: fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: undefined }),
  });

  test("counts failures since its last success", () => {
    fc.assert(
      fc.property(fc.array(attempt), (attempts) => {
        const all = attempts.map(({ retryAfterMs, ...how }) =>
          sent({ ...how, ...(retryAfterMs !== undefined && { retryAfterMs }) }),
        );
        const health = healthAfter({ failures: 0 }, all, at);
        const since = attempts.slice(attempts.findLastIndex(({ delivered }) => delivered) + 1);
        expect(health.failures).toBeGreaterThanOrEqual(since.length);
        expect(health.failingSince).toBe(since.length > 0 ? 100 : undefined);
        expect(health.pausedUntil !== undefined).toBe(health.failures >= PROBED_AFTER);
        expect(health.disabled).toBeUndefined();
        expect(healthAfter(healthAfter({ failures: 0 }, all.slice(0, 2), at), all.slice(2), at)).toEqual(
          health,
        );
      }),
    );
  });

  test("is disabled by a failure three days after the first, and by 410 at once", () => {
    const late = { now: 100 + DISABLED_AFTER_MS, random: 0.5 };
    expect(healthAfter({ failures: 9, failingSince: 100 }, [sent({})], late).disabled).toBe("failing");
    expect(healthAfter({ failures: 9, failingSince: 101 }, [sent({})], late).disabled).toBeUndefined();
    expect(
      healthAfter({ failures: 9, failingSince: 100 }, [sent({ delivered: true })], late).disabled,
    ).toBeUndefined();
    expect(healthAfter({ failures: 0 }, [sent({ status: 410 })], at).disabled).toBe("gone");
  });

  test("that asks to be left alone is", () => {
    const health = healthAfter({ failures: 0 }, [sent({ status: 429, retryAfterMs: 60_000 })], at);
    expect(health.pausedUntil).toBe(60_100);
  });
});
