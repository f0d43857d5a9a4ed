import { expect, test } from "vitest";
import { ROUTES } from "../../apps/api/src/app.ts";
import { openapiDocument } from "../../apps/api/src/openapi/document.ts";
import { readDocument } from "./document/read-document.ts";
import { createKnownValues } from "./known/known-values.ts";
import { KINDS, createPlan } from "./plan-request.ts";
import type { Planned } from "./plan-request.ts";
import type { World } from "./service/world.ts";

const document = readDocument(JSON.parse(JSON.stringify(openapiDocument(ROUTES))));
/** Enough for each operation to get some. */
const REQUESTS = 7_000;
const FEW = 200;

/** A team of which so much is known. */
function worldThatKnows(ids: readonly string[]): World {
  const known = createKnownValues();
  for (const id of ids) known.add(id.slice(0, 3), id);
  const key = { keyId: "key_1", userId: "usr_1", secret: "a secret of sixteen" };
  return {
    teamId: "tea_1",
    known,
    told: new Map(),
    untold: 0,
    unknown: 0,
    key: () => key,
    scopedKey: () => key,
    replace: () => Promise.resolve(),
  };
}

function requests(seed: number, world: World, count = FEW): Planned[] {
  const plan = createPlan({ document, seed, operations: document.operations });
  return Array.from({ length: count }, (_, number) => plan(number, world));
}

function bytesOf({ steps }: Planned): string {
  return steps.map((step) => (Buffer.isBuffer(step) ? step.toString("base64") : JSON.stringify(step))).join();
}

const NEW = worldThatKnows([]);

test("a seed and a number make a request, and another seed another one", () => {
  const once = requests(7, NEW).map(bytesOf);
  expect(requests(7, NEW).map(bytesOf)).toEqual(once);
  expect(requests(8, NEW).map(bytesOf)).not.toEqual(once);
});

test("what is known changes what a request names, and nothing else of it", () => {
  const known = worldThatKnows([
    "ctc_Nx4qJwS0dV2bTzK8m",
    "job_03yHWc2jpVLKfXkbKQfKum2x1hujl5",
    "usr_Vd3mQx9LsY7tKp2Ja",
  ]);
  const told = ({ kind, name, operation, methods }: Planned) =>
    [kind, name, operation.name, ...methods].join(" ");
  expect(requests(7, known).map(told)).toEqual(requests(7, NEW).map(told));
});

test("each operation gets requests of each kind, but that an attack is aimed at some only", () => {
  const planned = requests(7, NEW, REQUESTS);
  for (const kind of KINDS) {
    const names = new Set(
      planned.filter((each) => each.kind === kind).map(({ operation }) => operation.name),
    );
    expect(names.size).toBeGreaterThan(kind === "hostile" ? 20 : document.operations.length - 8);
  }
});
