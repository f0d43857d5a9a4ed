import * as fc from "fast-check";
import type { OnConflict } from "@onefold/contract";

/** What a history is made of. Records and merges are named by the command that made them. */
export type Command =
  | {
      readonly kind: "upsert";
      readonly names: readonly string[];
      readonly aliases: readonly string[];
      readonly set: Readonly<Record<string, string>>;
      readonly clear: readonly string[];
      /** One of `COMPANIES`. */
      readonly company: string | undefined;
      /** How much earlier than its clock its source saw it. */
      readonly seenBefore: number;
      readonly onConflict: OnConflict;
    }
  | { readonly kind: "merge"; readonly primary: number; readonly secondary: number }
  | { readonly kind: "undo"; readonly of: number }
  | { readonly kind: "delete"; readonly name: string }
  | { readonly kind: "consent"; readonly record: number; readonly unsubscribed: boolean }
  | { readonly kind: "primary-email" | "remove-email"; readonly record: number; readonly name: string };

/** Commands one after the other, then some at once, in an order of their steps that the numbers choose. */
export interface History {
  readonly before: readonly Command[];
  readonly atOnce: readonly Command[];
  readonly steps: readonly number[];
}

const EMAILS = ["a", "b", "c"].map((each) => `email ${each}@example.com`);
const PROFILES = ["a", "b"].map((each) => `linkedin https://www.linkedin.com/in/${each}`);
const LEADS = ["a", "b"].map((each) => `salesNav https://www.linkedin.com/sales/lead/ACwAA${each}`);

/** The companies that contacts are linked to. */
export const COMPANIES = ["A", "B", "C"];

const oneOf = (names: readonly string[]) => fc.constantFrom(...names);
const maybe = (names: readonly string[], freq: number) =>
  fc.option(oneOf(names), { nil: undefined, freq }).map((name) => (name === undefined ? [] : [name]));

const upsert: fc.Arbitrary<Command> = fc
  .record({
    kind: fc.constant("upsert" as const),
    names: fc.tuple(maybe(EMAILS, 3), maybe(PROFILES, 2), maybe(LEADS, 2)).map((each) => each.flat()),
    aliases: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: oneOf(EMAILS).map((each) => [each]) },
    ),
    set: fc.dictionary(fc.constantFrom("firstName", "jobTitle"), fc.constantFrom("x", "y", "z"), {
      maxKeys: 2,
      noNullPrototype: true,
    }),
    clear: fc.oneof(
      { weight: 5, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.constant(["jobTitle"]) },
    ),
    company: fc.option(oneOf(COMPANIES), { nil: undefined, freq: 2 }),
    seenBefore: fc.oneof(
      { weight: 4, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 8 }) },
    ),
    onConflict: fc.constantFrom<OnConflict>("merge", "merge", "prefer", "strict"),
  })
  .filter(({ names }) => names.length > 0)
  .map(({ clear, ...rest }) => ({ ...rest, clear: clear.filter((field) => !(field in rest.set)) }));

const index = fc.nat(7);
const operation: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("merge" as const), primary: index, secondary: index }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("undo" as const), of: index }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), name: oneOf(EMAILS) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("consent" as const),
      record: index,
      unsubscribed: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("primary-email" as const, "remove-email" as const),
      record: index,
      name: oneOf(EMAILS),
    }),
  },
);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: upsert },
  { weight: 2, arbitrary: operation },
);

export const history: fc.Arbitrary<History> = fc
  .record({
    people: fc.array(upsert, { minLength: 1, maxLength: 4 }),
    before: fc.array(command, { maxLength: 6 }),
    atOnce: fc.array(command, { minLength: 1, maxLength: 3 }),
    steps: fc.array(fc.nat(5), { maxLength: 12 }),
  })
  .map(({ people, before, atOnce, steps }) => {
    const all = withTargets([...people, ...before, ...atOnce]);
    const first = all.length - atOnce.length;
    return { before: all.slice(0, first), atOnce: all.slice(first), steps };
  });

/** Operations mean what an upsert before them made, and undos what may have been a merge: else most would miss. */
function withTargets(commands: readonly Command[]): Command[] {
  return commands.map((given, at) => {
    const earlier = commands.slice(0, at);
    const upserts = numbersOf(earlier, ({ kind }) => kind === "upsert");
    const merges = numbersOf(earlier, ({ kind }) => kind === "merge");
    const pick = (numbers: readonly number[], number: number) => numbers[number % numbers.length] ?? number;
    switch (given.kind) {
      case "merge":
        return { ...given, primary: pick(upserts, given.primary), secondary: pick(upserts, given.secondary) };
      case "undo":
        return { ...given, of: pick([...merges, ...merges, ...upserts], given.of) };
      case "consent":
      case "primary-email":
      case "remove-email":
        return { ...given, record: pick(upserts, given.record) };
      case "upsert":
      case "delete":
        return given;
      default:
        return given satisfies never;
    }
  });
}

function numbersOf(commands: readonly Command[], isMeant: (command: Command) => boolean): number[] {
  return commands.flatMap((each, number) => (isMeant(each) ? [number] : []));
}
