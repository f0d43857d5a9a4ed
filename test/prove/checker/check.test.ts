import { describe, expect, test } from "vitest";
import { textAt } from "../client/part.ts";
import { check } from "./check.ts";
import type { Refused } from "./evidence.ts";
import { createStory, evidenceOf } from "./support/story.ts";
import type { Story } from "./support/story.ts";

const kinds = (story: Story, more = {}) => check(evidenceOf(story, more)).map(({ kind }) => kind);

describe("what is right is right", () => {
  test("the later write by clock, in whatever order they came", () => {
    const story = createStory({ ctc_a: "f two" });
    story.write("two", "ctc_a", 20);
    story.write("one", "ctc_a", 30, { observedAt: 10, refused: [stale("one")] });
    expect(kinds(story)).toEqual([]);
  });

  test("an asked-for merge keeps the survivor's value, and fills what it lacks", () => {
    const story = createStory({ ctc_a: "f own" });
    story.write("own", "ctc_a", 10);
    resolve(story, "ctc_b", "ctc_a");
    story.write("theirs", "ctc_b", 20, { set: { lastName: "l theirs" } });
    merge(story, 30, "ctc_a", "ctc_b");
    recordOf(story, "ctc_a").fields = { firstName: "f own", lastName: "l theirs" };
    expect(kinds(story)).toEqual([]);
  });

  test("a merge by an upsert takes the later value", () => {
    const story = createStory({ ctc_a: "f theirs" });
    resolve(story, "ctc_b", "ctc_a");
    story.write("theirs", "ctc_b", 20);
    story.write("own", "ctc_a", 21, { mergedIds: ["ctc_b"], observedAt: 10, refused: [stale("own")] });
    expect(kinds(story)).toEqual([]);
  });

  test("an undo leaves an opt-out that was given meanwhile with both", () => {
    const story = undone();
    for (const record of story.records.values()) record.unsubscribed = true;
    expect(kinds(story)).toEqual([]);
  });
});

describe("what no client can tell isn't wrong", () => {
  test("a merge that has merged nothing, as they were one by a write that is erased", () => {
    const story = createStory({ ctc_a: "f one", ctc_b: "f two" });
    story.write("one", "ctc_a", 10);
    story.write("two", "ctc_b", 20, { set: { lastName: "l two" } });
    recordOf(story, "ctc_b").fields = { firstName: "f two", lastName: "l two" };
    const body = { primaryId: "ctc_a", mergedIds: ["ctc_b"], job: { id: "job 30", clock: 30 } };
    story.call({ kind: "merge", primaryId: "ctc_a", secondaryIds: ["ctc_b"] }, { status: 200, body });
    expect(kinds(story)).toEqual([]);
  });

  test("what was said while it was one with a record that a client called by an id of before", () => {
    const story = createStory({ ctc_a: "f one", ctc_b: "f two" });
    story.write("one", "ctc_a", 10);
    story.write("two", "ctc_b", 20);
    story.entry("ctc_a", { action: "unsubscribe", clock: 40 });
    const merged = {
      primaryId: "ctc_a",
      mergedIds: ["ctc_old"],
      undoUrl: "/undo",
      job: { id: "job 30", clock: 30 },
    };
    story.call(
      { kind: "merge", primaryId: "ctc_a", secondaryIds: ["ctc_old"] },
      { status: 200, body: merged },
    );
    const body = { job: { id: "job 50", clock: 50 }, restoredIds: ["ctc_b"] };
    story.call({ kind: "undo", jobId: "job 30", row: 0 }, { status: 200, body });
    for (const record of story.records.values()) record.unsubscribed = true;
    expect(kinds(story)).toEqual([]);
  });

  test.each([
    { jobTitle: undefined, clock: 25 },
    { jobTitle: "x", clock: 25 },
    { jobTitle: undefined, clock: 40, observedAt: 25 },
    { jobTitle: "x", clock: 40, observedAt: 25 },
    { jobTitle: undefined, clock: 25, after: "y" },
  ])(
    "whether a write from before brought the value that an undone merge had: $jobTitle, accepted at $clock",
    ({ jobTitle, clock, after, ...given }) => {
      const story = createStory({ ctc_a: "f one", ctc_b: "f two" });
      story.write("one", "ctc_a", 10);
      story.write("two", "ctc_b", 20, { set: { jobTitle: "x" } });
      // Accepted before the merge as well, and applied after its undo.
      if (after !== undefined) story.write("four", "ctc_b", 22, { set: { jobTitle: after } });
      story.write("three", "ctc_a", clock, { ...given, set: { jobTitle: "x" }, refused: [stale("three")] });
      merge(story, 30, "ctc_a", "ctc_b");
      const body = { job: { id: "job 50", clock: 50 }, restoredIds: ["ctc_b"] };
      story.call({ kind: "undo", jobId: "job 30", row: 0 }, { status: 200, body });
      story.entry("ctc_a", { action: "undo-merge", clock: 50 });
      resolve(story, "ctc_b", "ctc_b");
      recordOf(story, "ctc_a").fields = { firstName: "f one", ...(jobTitle !== undefined && { jobTitle }) };
      const firstName = after === undefined ? "f two" : "f four";
      recordOf(story, "ctc_b").fields = { firstName, jobTitle: after ?? "x" };
      expect(kinds(story)).toEqual([]);
    },
  );

  test("of two that gave what an undone merge may have had, only one was hidden by it", () => {
    const story = createStory({ ctc_a: "f five", ctc_b: "f four" });
    story.write("one", "ctc_a", 10, { set: { jobTitle: "y" } });
    story.write("two", "ctc_b", 11, { clear: ["jobTitle"] });
    story.write("four", "ctc_b", 20, { set: { jobTitle: "x" } });
    story.write("five", "ctc_a", 22, { clear: ["jobTitle"] });
    // Accepted before the merge and applied after it, as is told of its first name.
    story.write("three", "ctc_a", 25, { set: { jobTitle: "x" }, refused: [stale("three")] });
    merge(story, 30, "ctc_a", "ctc_b");
    const body = { job: { id: "job 50", clock: 50 }, restoredIds: ["ctc_b"] };
    story.call({ kind: "undo", jobId: "job 30", row: 0 }, { status: 200, body });
    story.entry("ctc_a", { action: "undo-merge", clock: 50 });
    resolve(story, "ctc_b", "ctc_b");
    recordOf(story, "ctc_b").fields = { firstName: "f four", jobTitle: "x" };
    expect(kinds(story)).toEqual([]);
    // What was emptied doesn't come back.
    recordOf(story, "ctc_a").fields = { firstName: "f five", jobTitle: "y" };
    expect(kinds(story)).toEqual(["wrong field"]);
  });
});

test.each([undefined, "https://www.linkedin.com/sales/lead/ACwAA1"])(
  "a name that an older write brought to somebody who has a newer one still finds him: told as %s",
  (value) => {
    const name = "https://www.linkedin.com/sales/lead/ACwAA1";
    const story = createStory({ ctc_a: "f one" });
    story.write("one", "ctc_a", 10, {
      names: { email: "a@example.com", linkedinUrlSalesNav: name },
      refused: [{ field: "linkedinUrlSalesNav", reason: "stale", value, conflictingId: "ctc_a" }],
    });
    expect(kinds(story, { found: new Map([[name, "ctc_a"]]) })).toEqual([]);
  },
);

test.each([true, false])(
  "whether a row that opts out was applied before an undo or after it: %s",
  (isBefore) => {
    const story = undone();
    recordOf(story, "ctc_a").history = recordOf(story, "ctc_a").history.filter(({ clock }) => clock !== 40);
    const { write, call, job, ...applied } = story.write("three", "ctc_a", 45);
    const rest = story.evidence.told.filter((each) => each.write !== write);
    const row = {
      ...applied,
      call: { ...call, sentAt: -1 },
      job,
      write: { ...write, unsubscribed: true as const },
    };
    recordOf(story, "ctc_a").fields = { firstName: "f three" };
    recordOf(story, "ctc_a").unsubscribed = true;
    recordOf(story, "ctc_b").unsubscribed = isBefore;
    expect(kinds(story, { told: [...rest, row] })).not.toContain("wrong field");
  },
);

describe("an undone merge that an upsert brought", () => {
  /** Two records that an upsert with clock 30 made one for a while. */
  function undoneUpsert(
    refused: readonly Refused[] = [],
    before?: (story: Story) => void,
  ): { story: Story; answeredAt: number } {
    const story = createStory({ ctc_a: "f three", ctc_b: "f two", ...(before && { ctc_c: "f four" }) });
    story.write("one", "ctc_a", 10);
    story.write("two", "ctc_b", 20, { set: { jobTitle: "of two" } });
    before?.(story);
    const given = { observedAt: 15, set: { jobTitle: "of three" }, mergedIds: ["ctc_b"], refused };
    const { call } = story.write("three", "ctc_a", 30, given);
    resolve(story, "ctc_b", "ctc_b");
    const body = { job: { id: "job 50", clock: 50 }, restoredIds: ["ctc_b"] };
    story.call({ kind: "undo", jobId: "job 30", row: 0 }, { status: 200, body });
    recordOf(story, "ctc_b").fields = { firstName: "f two", jobTitle: "of two" };
    return { story, answeredAt: call.answeredAt ?? 0 };
  }

  test.each([
    { reason: "stale", jobTitle: "of three", isRight: true },
    { reason: "stale", jobTitle: undefined, isRight: false },
    { reason: "limit", jobTitle: undefined, isRight: true },
  ])("leaves what the upsert alone would have done: $reason, $jobTitle", ({ reason, jobTitle, isRight }) => {
    const refused = { field: "jobTitle", reason, value: "of three", conflictingId: undefined };
    const { story } = undoneUpsert([refused]);
    recordOf(story, "ctc_a").fields = { firstName: "f three", ...(jobTitle !== undefined && { jobTitle }) };
    expect(!kinds(story).includes("wrong field")).toBe(isRight);
  });

  test("or less, where another merge that is undone too may have brought what is later", () => {
    for (const jobTitle of [undefined, "of three"]) {
      const { story } = undoneUpsert([{ ...stale("three"), field: "jobTitle" }], (early) => {
        early.write("four", "ctc_c", 21, { set: { jobTitle: "of four" } });
        merge(early, 25, "ctc_a", "ctc_c");
      });
      resolve(story, "ctc_c", "ctc_c");
      recordOf(story, "ctc_c").fields = { firstName: "f four", jobTitle: "of four" };
      const body = { job: { id: "job 60", clock: 60 }, restoredIds: ["ctc_c"] };
      story.call({ kind: "undo", jobId: "job 25", row: 0 }, { status: 200, body });
      recordOf(story, "ctc_a").fields = { firstName: "f three", ...(jobTitle !== undefined && { jobTitle }) };
      expect(kinds(story)).toEqual([]);
    }
  });

  test("and what is said of one of the records after the undo isn't forgotten", () => {
    const { story } = undoneUpsert();
    recordOf(story, "ctc_a").fields = { firstName: "f three", jobTitle: "of three" };
    story.entry("ctc_a", { action: "unsubscribe", clock: 31 });
    story.entry("ctc_b", { action: "unsubscribe", clock: 60 });
    recordOf(story, "ctc_a").unsubscribed = true;
    expect(kinds(story)).toContain("wrong field");
    recordOf(story, "ctc_b").unsubscribed = true;
    expect(kinds(story)).not.toContain("wrong field");
  });

  test.each([
    { sent: "before", isAnswered: true, isOfBoth: false, isRight: true },
    { sent: "before", isAnswered: true, isOfBoth: true, isRight: true },
    { sent: "after", isAnswered: true, isOfBoth: true, isRight: true },
    { sent: "after", isAnswered: true, isOfBoth: false, isRight: false },
    { sent: "after", isAnswered: false, isOfBoth: false, isRight: true },
  ])(
    "an opt-out with a later clock, sent $sent the answer ($isAnswered), for both: $isOfBoth",
    ({ sent, isAnswered, isOfBoth, isRight }) => {
      const { story, answeredAt } = undoneUpsert();
      recordOf(story, "ctc_a").fields = { firstName: "f three", jobTitle: "of three" };
      story.entry("ctc_a", { action: "unsubscribe", clock: 31 });
      const body = { job: { id: "job 31", clock: 31 } };
      const opting = story.call({ kind: "unsubscribe", recordId: "ctc_a" }, { status: 200, body });
      Object.assign(opting, { sentAt: answeredAt + (sent === "before" ? -1 : 1) });
      if (!isAnswered) {
        const upsert = story.evidence.calls.find(
          ({ answer }) => textAt(answer?.body, "job", "id") === "job 30",
        );
        Object.assign(upsert ?? {}, { answer: { status: 202, body: upsert?.answer?.body } });
      }
      recordOf(story, "ctc_a").unsubscribed = true;
      recordOf(story, "ctc_b").unsubscribed = isOfBoth;
      expect(!kinds(story).includes("wrong field")).toBe(isRight);
    },
  );
});

test.each(["erased", "unknown"] as const)("a field that an %s write may have emptied", (kind) => {
  const story = createStory({ ctc_a: "f one" });
  const names = { email: "one@example.com" };
  story.write("one", "ctc_a", 10, { names, set: { jobTitle: "x" } });
  const { write, call, job } = story.write("two", "ctc_a", 20, { names, clear: ["jobTitle"] });
  const told = story.evidence.told.filter((each) => each.write !== write);
  story.call({ kind: "delete", name: "x" }, { status: 200, body: {} });
  recordOf(story, "ctc_a").history = recordOf(story, "ctc_a").history.slice(1);
  const findings = kinds(story, { told: [...told, { write, call, job, kind }] });
  expect(findings.includes("wrong field")).toBe(kind !== "erased");
});

test.each([true, false])(
  "a value that came by a name of a part that was deleted after an undo: deleted %s",
  (isDeleted) => {
    const story = createStory({ ctc_a: "f one" });
    story.write("one", "ctc_a", 10, { names: { email: "one@example.com" } });
    merge(story, 30, "ctc_a", "ctc_b");
    const names = { email: "two@example.com" };
    const { write, call, job } = story.write("two", "ctc_a", 40, { names, set: { jobTitle: "x" } });
    const told = story.evidence.told.filter((each) => each.write !== write);
    recordOf(story, "ctc_a").history = recordOf(story, "ctc_a").history.slice(1);
    recordOf(story, "ctc_a").fields = { firstName: "f one", jobTitle: "x" };
    const body = { job: { id: "job 50", clock: 50 }, restoredIds: ["ctc_b"] };
    story.call({ kind: "undo", jobId: "job 30", row: 0 }, { status: 200, body });
    story.entry("ctc_a", { action: "undo-merge", clock: 50 });
    story.call({ kind: "delete", name: "two@example.com" }, { status: 200, body: {} });
    resolve(story, "ctc_b", isDeleted ? undefined : "ctc_b");
    const findings = kinds(story, { told: [...told, { write, call, job, kind: "erased" }] });
    expect(findings.includes("wrong field")).toBe(!isDeleted);
  },
);

describe("what is wrong is found", () => {
  test("a value that isn't the latest", () => {
    const story = createStory({ ctc_a: "f one" });
    story.write("one", "ctc_a", 10);
    story.write("two", "ctc_a", 20);
    expect(kinds(story)).toEqual(["wrong field"]);
  });

  test("a field that should be empty", () => {
    const story = createStory({ ctc_a: "f two" });
    story.write("one", "ctc_a", 10, { set: { jobTitle: "x" } });
    story.write("two", "ctc_a", 20, { clear: ["jobTitle"] });
    recordOf(story, "ctc_a").fields = { firstName: "f two", jobTitle: "x" };
    expect(kinds(story)).toEqual(["wrong field"]);
  });

  test("an undo that forgets an opt-out", () => {
    const story = undone();
    recordOf(story, "ctc_a").unsubscribed = true;
    expect(kinds(story)).toEqual(["wrong field"]);
  });

  test("an effect that came twice", () => {
    const story = createStory({ ctc_a: "f one" });
    story.write("one", "ctc_a", 10);
    story.entry("ctc_a", { action: "upsert", clock: 11, changes: { firstName: { to: "f one" } } });
    expect(kinds(story)).toEqual(["applied twice"]);
  });

  test("a creation that came twice", () => {
    const story = createStory({ ctc_a: "f two" });
    story.write("one", "ctc_a", 10, { outcome: "created" });
    story.write("two", "ctc_a", 20, { outcome: "created" });
    expect(kinds(story)).toEqual(["applied twice"]);
  });

  test("an effect that is in no history", () => {
    const story = createStory({ ctc_a: "f one" });
    story.write("one", "ctc_a", 10);
    recordOf(story, "ctc_a").history = [];
    expect(kinds(story)).toContain("lost");
  });

  test("an upsert that nobody asked for", () => {
    const story = createStory({ ctc_a: "f one" });
    story.write("one", "ctc_a", 10);
    story.entry("ctc_a", { action: "upsert", clock: 5, changes: { firstName: { to: "f nobody" } } });
    expect(kinds(story)).toEqual(["unexplained"]);
  });

  test("an accepted write without a result, and one that is told as lost", () => {
    const story = createStory({});
    const call = story.call({ kind: "cancel", jobId: "" }, { status: 202, body: {} });
    const write = { id: "one", names: {}, onConflict: "merge", set: {}, clear: [] } as const;
    const told = [
      { write, call, kind: "missing" },
      { write, call, kind: "rejected", code: "LOST" },
    ] as const;
    expect(kinds(story, { told })).toEqual(["lost", "lost"]);
    expect(kinds(story, { told, allowsToldLosses: true })).toEqual(["lost"]);
  });

  test("two results for a row, and counts that aren't those of the results", () => {
    const job = {
      id: "job",
      status: "completed",
      counts: { total: 3, pending: 0 },
      results: new Map([
        [0, 2],
        [1, 1],
      ]),
    };
    expect(kinds(createStory({}), { jobs: [job] })).toEqual(["applied twice", "lost"]);
  });

  test("two records with one name, and a name that finds another record", () => {
    const story = createStory({ ctc_a: undefined, ctc_b: undefined });
    for (const record of story.records.values()) record.emails = ["jane@example.com"];
    expect(kinds(story, { found: new Map([["jane@example.com", "ctc_a"]]) })).toEqual([
      "duplicate record",
      "duplicate record",
      "duplicate record",
    ]);
  });

  test("writes of one name that ended in two records", () => {
    const names = { email: "jane@example.com" };
    const story = createStory({ ctc_a: "f one", ctc_b: "f two" });
    story.write("one", "ctc_a", 10, { names });
    story.write("two", "ctc_b", 20, { names });
    const found = new Map([["jane@example.com", "ctc_b"]]);
    expect(kinds(story, { found })).toEqual(["duplicate record"]);
    expect(kinds(story, { found: new Map([["jane@example.com", undefined]]) })).toEqual(["lost"]);
  });

  test("a clock that isn't above that of an answer from before", () => {
    const story = createStory({ ctc_a: "f one" });
    story.write("one", "ctc_a", 20);
    story.write("two", "ctc_a", 10, { refused: [stale("two")] });
    expect(kinds(story)).toEqual(["wrong field"]);
  });

  test("stale, where nothing later was written; gone, where nobody deleted", () => {
    const story = createStory({ ctc_a: undefined });
    story.write("one", "ctc_a", 10, { refused: [stale("one")] });
    expect(kinds(story)).toEqual(["unexplained"]);
    resolve(story, "ctc_b", undefined);
    expect(kinds(story)).toEqual(["unexplained", "lost"]);
  });

  test("an answer that doesn't have what was asked for", () => {
    const story = createStory({});
    const body = { data: { emails: [{ value: "a@example.com" }, { value: "b@example.com" }] } };
    for (const kind of ["set-primary-email", "remove-email"] as const)
      story.call({ kind, recordId: "ctc_a", email: "b@example.com" }, { status: 200, body });
    const write = {
      id: "one",
      names: {},
      onConflict: "merge",
      set: { firstName: "f one" },
      clear: [],
    } as const;
    story.call(
      { kind: "upsert", write },
      { status: 200, body: { data: { fields: { firstName: "f two" } } } },
    );
    expect(kinds(story)).toEqual(["wrong field", "wrong field", "wrong field"]);
  });

  test("a 500, and a call under a key that nobody answers", () => {
    const story = createStory({});
    Object.assign(story.call({ kind: "delete", name: "x" }), {
      isKeyed: true,
      lastUncertain: { status: 500, body: {} },
    });
    expect(kinds(story)).toEqual(["late", "unexplained"]);
  });
});

function recordOf({ records }: Story, id: string) {
  const record = records.get(id);
  if (!record) throw new Error(`The story has no ${id}.`);
  return record;
}

function stale(id: string) {
  return { field: "firstName", reason: "stale", value: `f ${id}`, conflictingId: undefined };
}

function resolve(story: Story, id: string, to: string | undefined): void {
  story.resolved.set(id, to);
}

function merge(story: Story, clock: number, survivorId: string, secondaryId: string): void {
  resolve(story, secondaryId, survivorId);
  story.call(
    { kind: "merge", primaryId: survivorId, secondaryIds: [secondaryId] },
    {
      status: 200,
      body: {
        primaryId: survivorId,
        mergedIds: [secondaryId],
        undoUrl: "/undo",
        job: { id: `job ${clock}`, clock },
      },
    },
  );
  story.entry(survivorId, { action: "merge", clock, mergedIds: [secondaryId] });
}

/** Two records that were one while their person opted out. */
function undone(): Story {
  const story = createStory({ ctc_a: "f one", ctc_b: "f two" });
  story.write("one", "ctc_a", 10);
  story.write("two", "ctc_b", 20);
  merge(story, 30, "ctc_a", "ctc_b");
  story.entry("ctc_a", { action: "unsubscribe", clock: 40 });
  const body = { job: { id: "job 50", clock: 50 }, restoredIds: ["ctc_b"] };
  story.call({ kind: "undo", jobId: "job 30", row: 0 }, { status: 200, body });
  story.entry("ctc_a", { action: "undo-merge", clock: 50 });
  resolve(story, "ctc_b", "ctc_b");
  return story;
}
