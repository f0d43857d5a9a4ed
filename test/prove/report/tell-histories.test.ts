import { expect, test } from "vitest";
import { check } from "../checker/check.ts";
import { createStory, evidenceOf } from "../checker/support/story.ts";
import { tellHistories } from "./tell-histories.ts";

test("what happened to the records that findings name is told, and of no others", () => {
  const story = createStory({ ctc_a: "f one", ctc_b: "f two" });
  story.write("one", "ctc_a", 10);
  story.write("two", "ctc_b", 20);
  story.write("three", "ctc_a", 30, { set: { jobTitle: "x" } });
  const evidence = evidenceOf(story);
  const lines = tellHistories(evidence, check(evidence));
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^what is told of ctc_a: .*"firstName":"f one"/);
  expect(lines[1]).toMatch(/^10 upsert ctc_a by job 10 row 0: .*asked for as .*"id":"one"/);
  expect(lines[2]).toMatch(/^30 upsert ctc_a by job 30 row 0: .*"jobTitle":"x"/);
  expect(tellHistories(evidence, [])).toEqual([]);
});

test("of a long one the last things are told, and of one that is gone what clients were told", () => {
  const story = createStory({ ctc_a: "f no" });
  for (let clock = 1; clock <= 45; clock++) story.write(`w${clock}`, "ctc_a", clock);
  story.write("gone", "ctc_b", 50);
  const evidence = evidenceOf(story);
  const finding = (id: string) => ({ kind: "wrong field", message: `firstName of ${id} is wrong.` }) as const;
  const long = tellHistories(evidence, [finding("ctc_a")]);
  expect([long.length, long[1]?.split(" ")[0], long.at(-1)]).toEqual([42, "6", "and 5 earlier"]);
  const gone = tellHistories(evidence, [finding("ctc_b")]);
  expect(gone[0]).toBe("what is told of ctc_b: it leads nowhere");
  expect(gone[1]).toMatch(/^told, in no history: .*"id":"gone"/);
});
