import { parseArgs } from "node:util";
import { runMain } from "../run-main.ts";
import { drawTable } from "../report/draw-table.ts";
import { measureFloods } from "./measure-floods.ts";
import { measureKeyTiming } from "./measure-key-timing.ts";
import { measureMemory } from "./measure-memory.ts";
import { measureStalls } from "./measure-stalls.ts";
import { startTarget } from "./start-target.ts";
import type { Target } from "./start-target.ts";

const USAGE = `Usage: npm run bench:attacks [-- --only bodies,floods,keys]

Attacks an API of its own on 127.0.0.1, and shows
  bodies  how long it answers nobody while it gets requests that are meant to hurt, and what it holds in memory while
          many bodies are under way and half a minute later
  floods  what a team notices that works as ever, while others flood it: with wrong keys, silent connections, slow
          bodies, requests that wait
  keys    how long a wrong key takes to be refused, by how much of a real one it has
Takes about eight minutes.
`;

const PARTS = {
  bodies: async (target: Target, log: Log) => [
    ...drawTable(await measureStalls(target, log)),
    "",
    ...drawTable(await measureMemory(target, log)),
  ],
  floods: async (target: Target, log: Log) => drawTable(await measureFloods(target, log)),
  keys: async (target: Target, log: Log) => drawTable(await measureKeyTiming(target, log)),
};
type Log = (line: string) => void;

await runMain({
  usage: USAGE,
  readOptions: (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: { help: { type: "boolean" }, only: { type: "string", default: Object.keys(PARTS).join() } },
    });
    return values.help ? undefined : { only: values.only.split(",") };
  },
  run: async ({ only }, signal, log) => {
    for (const [name, measure] of Object.entries(PARTS)) {
      if (!only.includes(name)) continue;
      // Each on an API that nobody has hurt yet.
      await using target = await startTarget(signal);
      process.stdout.write(`${(await measure(target, log)).join("\n")}\n\n`);
    }
  },
});
