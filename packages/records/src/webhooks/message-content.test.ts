import { ChangeEventName } from "@onefold/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChangeEntry } from "../changes/change-entry.ts";
import { contentOf, ENTRIES_MAX, foldContent } from "./message-content.ts";
import { withNews } from "./put-messages.ts";
import type { StoredMessage } from "./message.ts";

const entry: fc.Arbitrary<ChangeEntry> = fc
  .tuple(fc.constantFrom(...ChangeEventName.options), fc.nat({ max: 500 }))
  .map(([event, row]) => [event, "contact", "job_1", row, 1, {}]);
const entries = fc.array(entry, { minLength: 1, maxLength: 60 });
const gather = (some: readonly ChangeEntry[]) => some.map(contentOf).reduce(foldContent);

describe("the content of a message", () => {
  test("is the same however events are gathered, and names each of them", () => {
    fc.assert(
      fc.property(entries, entries, entries, (a, b, c) => {
        const [x, y, z] = [gather(a), gather(b), gather(c)];
        const all = [...a, ...b, ...c];
        const whole = gather(all);
        expect(foldContent(foldContent(x, y), z)).toEqual(whole);
        expect(foldContent(x, foldContent(y, z))).toEqual(whole);
        expect(new Set(whole.events)).toEqual(new Set(all.map(([event]) => event)));
        expect(whole.entries).toEqual(all.slice(-ENTRIES_MAX));
        expect(whole.omitted + whole.entries.length).toBe(all.length);
      }),
    );
  });
});

const message: StoredMessage = {
  recordId: "ctc_1",
  entity: "contact",
  messageId: "msg_1",
  content: contentOf(["created", "contact", "job_1", 0, 1, {}]),
  tries: 0,
  nextAt: 5,
  isSending: false,
  claim: 3,
};
const news = {
  recordId: "ctc_1",
  entity: "contact",
  content: contentOf(["updated", "contact", "job_2", 0, 1, {}]),
};

describe("news of a record whose message", () => {
  test("wasn't tried goes into it", () => {
    const folded = withNews(message, news, 100);
    expect(folded).toMatchObject({
      messageId: "msg_1",
      nextAt: 5,
      content: { events: ["created", "updated"] },
    });
  });

  test("was tried makes it another one, which is due", () => {
    const folded = withNews({ ...message, tries: 2 }, news, 100);
    expect(folded).toMatchObject({ tries: 0, nextAt: 100, content: { events: ["created", "updated"] } });
    expect(folded.messageId).not.toBe("msg_1");
  });

  test("is being sent waits beside it", () => {
    const sending = { ...message, isSending: true, tries: 1 };
    const folded = withNews(sending, news, 100);
    expect(folded).toEqual({ ...sending, later: news.content });
    expect(withNews(folded, news, 100).later?.entries).toHaveLength(2);
  });
});
