import { describe, expect, test } from "vitest";
import { backlogWith, createWorkers } from "./workers.ts";

const DAY_MS = 86_400_000;

interface State {
  readonly silentMs?: number;
  readonly isApart?: boolean;
  readonly runsMs?: number;
  readonly oldestMs?: number;
}

function workers({ silentMs = 0, isApart = false, runsMs = DAY_MS, oldestMs = 0 }: State) {
  return createWorkers({
    presence: { silentMs: () => silentMs, isApart: () => isApart },
    waiting: () => [{ waitingChunks: 1, estimatedStartMs: oldestMs }],
    runsMs: () => runsMs,
  });
}

describe("what is estimated", () => {
  test.each([
    ["a worker is there", { silentMs: 4_000 }, 50, 50],
    ["one restarts, and nothing waits yet", { silentMs: 8_000 }, 300, 300],
    ["none says that it is there, and chunks are taken all the same", { silentMs: Infinity }, 300, 300],
    ["all stand still, and something waits", { silentMs: 45_000 }, 30_000, 45_000],
    ["none was there since the start", { silentMs: Infinity, runsMs: 70_000 }, 65_000, 70_000],
    ["none had time to come", { silentMs: Infinity, runsMs: 5_000 }, 4_000, 4_000],
  ])("%s", (_what, state, estimatedStartMs, expected) => {
    const backlog = backlogWith({ waitingChunks: 3, estimatedStartMs }, workers(state));
    expect(backlog).toEqual({ waitingChunks: 3, estimatedStartMs: expected });
  });
});

describe("what is told", () => {
  test.each([
    [{ silentMs: 4_000 }, [], []],
    [{ silentMs: 30_000 }, [], ["No worker was seen for 30 s"]],
    [{ silentMs: 1_000, oldestMs: 90_000 }, [], ["No worker has taken what is next in the queue"]],
    [{ silentMs: Infinity, isApart: true }, ["The workers that run take from another queue"], []],
  ])("%j", (state, problems, warnings) => {
    const found = workers(state);
    const told = (list: readonly { what: string }[]) => list.map(({ what }) => what);
    expect(told(found.problems())).toEqual(problems.map((text) => expect.stringContaining(text)));
    expect(told(found.warnings())).toEqual(warnings.map((text) => expect.stringContaining(text)));
  });
});
