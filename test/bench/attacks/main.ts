import { parseArgs } from "node:util";
import { runMain } from "../run-main.ts";
import { drawTable } from "../report/draw-table.ts";
import { measureMemory } from "./measure-memory.ts";
import { measureStalls } from "./measure-stalls.ts";
import { startTarget } from "./start-target.ts";

const USAGE = `Usage: npm run bench:attacks

Sends requests that are meant to hurt to an API of its own on 127.0.0.1, one after the other: shows how long it
answered nobody meanwhile, and what it holds in memory while many bodies are under way and half a minute later.
Takes about three minutes.
`;

await runMain({
  usage: USAGE,
  readOptions: (args) => {
    const { values } = parseArgs({ args: [...args], options: { help: { type: "boolean" } } });
    return values.help ? undefined : {};
  },
  run: async (_options, signal, log) => {
    await using target = await startTarget(signal);
    const stalls = await measureStalls(target, log);
    const memory = await measureMemory(target, log);
    const lines = [...drawTable(stalls), "", ...drawTable(memory)];
    process.stdout.write(`${lines.join("\n")}\n`);
  },
});
