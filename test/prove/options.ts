import { parseArgs } from "node:util";
import { BACKENDS } from "./deployment/options.ts";
import type { BackendName } from "./deployment/options.ts";
import { FAULTS } from "./faults/faults.ts";
import type { OnConflict } from "./history/write.ts";
import type { Fault } from "./faults/fault.ts";

export interface Options {
  readonly backends: readonly BackendName[];
  readonly faults: readonly Fault[];
  /** No new round is begun after so many seconds. */
  readonly seconds: number;
  /** Rounds of each fault on each store; as many as there is time for by default. */
  readonly rounds: number;
  readonly roundSeconds: number;
  readonly clients: number;
  readonly onConflict: OnConflict | undefined;
  /** Within which everything has to end after the faults of a round. */
  readonly settleSeconds: number;
  /** Whether the first round in which something is wrong is the last. */
  readonly failFast: boolean;
  /** The first round's of each part of the run; each further round has the next. */
  readonly seeds: readonly number[];
  /** So many cases of each part, chosen by its seed; all of them where it isn't given. */
  readonly sample: number | undefined;
  /** The commit that a deploy comes from; the one before the newest migration where it isn't given. */
  readonly previousCommit: string | undefined;
  /** A folder for the histories and logs of rounds in which something was wrong. */
  readonly out: string | undefined;
}

export const USAGE = `Usage: npm run prove -- [options]

Runs clients that do everything at once against real processes, breaks those while they work, and then recomputes from
the clients' log alone what must stand: nothing lost, nothing applied twice, no duplicate record, no wrong field.
Prints one table. Ends with 1 where anything was wrong.

  --hours N          how long, again and again with all faults; fractions are fine. Without it and --rounds it is the
                     short form of 3 minutes at most: some faults with a seed that is always the same, some with a fresh one
  --backend redis|postgres|both|redis-cluster|all  where the queue lies (all; in the short form both)
  --fault NAME       only this one, by a part of its name; can be given several times
  --rounds N         rounds of each fault on each store, however long it takes
  --round-seconds N  of load in a round (4)
  --clients N        that work at the same time (6)
  --on-conflict merge|prefer|strict  of the rounds' teams (each round chooses)
  --settle-seconds N  within which all has to end that was accepted, after the faults (100)
  --fail-fast        end with the first round in which something is wrong
  --seed N           the first round's seed: the same clients ask for the same and the same faults come (by the time)
  --previous COMMIT  that "a deploy over the previous schema" comes from (the one before the newest migration)
  --out DIR          where histories and logs of rounds go in which something was wrong (prove-failures)
  --list             lists the faults
  --help
`;

const SHORT_SECONDS = 150;
/** Cases of each half of the short form. */
const SHORT_SAMPLE = 8;
const FIXED_SEED = 1;
/** On a cluster each deployment takes seconds more to start: its short form is test/faults/redis-cluster.test.ts. */
const SHORT_BACKENDS = "both";

/** @returns undefined where help is asked for
 * @throws where an option is not understood */
export function readOptions(args: readonly string[]): Options | "help" | "list" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      hours: { type: "string" },
      backend: { type: "string" },
      fault: { type: "string", multiple: true, default: [] },
      rounds: { type: "string" },
      "round-seconds": { type: "string", default: "4" },
      clients: { type: "string", default: "6" },
      "on-conflict": { type: "string" },
      "settle-seconds": { type: "string", default: "100" },
      "fail-fast": { type: "boolean", default: false },
      seed: { type: "string" },
      previous: { type: "string" },
      out: { type: "string", default: "prove-failures" },
      list: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  if (values.list) return "list";
  const rounds = values.rounds === undefined ? Infinity : positive("rounds", values.rounds);
  const isShort = rounds === Infinity && values.hours === undefined;
  const seed =
    values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : wholeNumber("seed", values.seed);
  return {
    backends: backendsOf(values.backend ?? (isShort ? SHORT_BACKENDS : "all")),
    faults: chosen(values.fault),
    seconds: secondsOf(values.hours, rounds),
    rounds,
    roundSeconds: positive("round-seconds", values["round-seconds"]),
    clients: positive("clients", values.clients),
    onConflict: onConflictOf(values["on-conflict"]),
    settleSeconds: positive("settle-seconds", values["settle-seconds"]),
    failFast: values["fail-fast"],
    seeds: isShort ? [FIXED_SEED, seed] : [seed],
    sample: isShort ? SHORT_SAMPLE : undefined,
    previousCommit: values.previous,
    out: values.out,
  };
}

function backendsOf(given: string): readonly BackendName[] {
  if (given === "all") return BACKENDS;
  if (given === SHORT_BACKENDS) return ["redis", "postgres"];
  const backends = BACKENDS.filter((backend) => backend === given);
  if (backends.length === 0)
    throw new Error(`--backend takes ${BACKENDS.join(", ")}, both or all, not ${given}.`);
  return backends;
}

function chosen(parts: readonly string[]): readonly Fault[] {
  if (parts.length === 0) return FAULTS;
  return parts.flatMap((part) => {
    const exact = FAULTS.filter(({ name }) => name === part);
    const found =
      exact.length > 0 ? exact : FAULTS.filter(({ name }) => name.toLowerCase().includes(part.toLowerCase()));
    if (found.length === 0) throw new Error(`No fault is called ${part}: --list lists them.`);
    return found;
  });
}

function onConflictOf(given: string | undefined): OnConflict | undefined {
  if (given === undefined || given === "merge" || given === "prefer" || given === "strict") return given;
  throw new Error(`--on-conflict takes merge, prefer or strict, not ${given}.`);
}

function secondsOf(hours: string | undefined, rounds: number): number {
  if (hours === undefined) return rounds === Infinity ? SHORT_SECONDS : Infinity;
  const given = Number(hours);
  if (!(given > 0 && given <= 200)) throw new Error(`--hours takes a number up to 200, not ${hours}.`);
  return given * 3_600;
}

function wholeNumber(option: string, given: string): number {
  if (!/^\d{1,10}$/.test(given)) throw new Error(`--${option} takes a whole number, not ${given}.`);
  return Number(given);
}

function positive(option: string, given: string): number {
  if (!/^[1-9]\d{0,5}$/.test(given))
    throw new Error(`--${option} takes a whole number from 1, not ${given}.`);
  return Number(given);
}
