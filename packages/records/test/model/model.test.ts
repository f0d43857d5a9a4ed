import * as fc from "fast-check";
import { expect, test, vi } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { times } from "../../../../test/support/thorough.ts";
import { applyCommand } from "./support/apply-command.ts";
import { history } from "./support/commands.ts";
import { copyOf, emptyModel, recordOf } from "./support/model.ts";
import type { Model } from "./support/model.ts";
import { runHistory, toText } from "./support/run-history.ts";
import type { Ran } from "./support/run-history.ts";

// Thousands of transactions.
vi.setConfig({ testTimeout: 900_000 });

const db = await testDatabase({ max: 8 });

/** A failing run prints both; so `MODEL_SEED=… MODEL_PATH=… vitest run` on this file does that history again. */
const { MODEL_SEED, MODEL_PATH } = process.env;

test("upserts and operations at once come to what some order of them comes to in the model", async () => {
  await fc.assert(
    fc.asyncProperty(history, async (given) => {
      const ran = await runHistory(db, given);
      const model = emptyModel();
      for (const done of ran.before) expect(done.told, `command ${done.by}`).toBe(applyCommand(model, done));
      const possible = ordersOf(ran.atOnce).map((order) => resultOf(copyOf(model), order, ran));
      expect(possible).toContain(
        toResult(
          ran.atOnce.map(({ told }) => told),
          ran.end,
        ),
      );
    }),
    {
      numRuns: times(30, 5_000),
      ...(MODEL_SEED !== undefined && { seed: Number(MODEL_SEED) }),
      ...(MODEL_PATH !== undefined && { path: MODEL_PATH }),
    },
  );
});

/** What the commands come to in that order. */
function resultOf(model: Model, order: Ran["atOnce"], { atOnce }: Ran): string {
  const told = new Map(order.map((done) => [done.by, applyCommand(model, done)]));
  return toResult(
    atOnce.map(({ by }) => told.get(by) ?? ""),
    endOf(model),
  );
}

function endOf(model: Model): string {
  const records = Array.from(model.records.values(), ({ id, fields, names }) => ({
    id,
    fields: [...fields]
      .flatMap(([field, { value }]) => (value === undefined ? [] : [[field, value] as const]))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    names: [...names.keys()].toSorted(),
  }));
  const leads = Array.from(model.created, (id) => `${id} is ${recordOf(model, id)?.id ?? "gone"}`);
  return toText(records, leads);
}

function toResult(told: readonly string[], end: string): string {
  return [...told, end].join("\n");
}

function ordersOf<T>(all: readonly T[]): T[][] {
  if (all.length <= 1) return [[...all]];
  return all.flatMap((first, index) =>
    ordersOf(all.filter((_, each) => each !== index)).map((rest) => [first, ...rest]),
  );
}
