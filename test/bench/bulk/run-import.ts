import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { setTimeout as delay } from "node:timers/promises";
import { JobCounts } from "@onefold/contract";
import { z } from "zod";
import { endChild } from "../child/end-child.ts";
import type { BulkBench } from "./bulk-bench.ts";
import { peakMemory } from "./peak-memory.ts";
import type { Service } from "./start-service.ts";

export interface Imported {
  readonly job: string;
  readonly counts: JobCounts;
  /** Of the whole command, from its start to its end. */
  readonly ms: number;
  /** Of the command line. */
  readonly peakBytes: number | undefined;
}

/** What an import is run with. */
type ImportBench = Pick<BulkBench, "signal" | "log"> & {
  readonly stores: Pick<BulkBench["stores"], "folder">;
};

export interface ImportFiles {
  readonly file: string;
  readonly rejects: string;
}

const Told = z.object({ job: z.string(), counts: JobCounts });
const MEMORY_EVERY_MS = 100;
const SAID_EVERY_MS = 15_000;
/** `EXIT_REJECTED` of the command line: it ended, and some rows were rejected. */
const EXIT_CODES = new Set([0, 2]);

/** Imports a file as a user does: `onefold import FILE --rejects REJECTS --json`. */
export async function runImport(
  { signal, log, stores }: ImportBench,
  { team, api }: Service,
  { file, rejects }: ImportFiles,
): Promise<Imported> {
  signal.throwIfAborted();
  const main = fileURLToPath(new URL("../../../apps/cli/src/main.ts", import.meta.url));
  const startedAt = performance.now();
  const child = spawn(process.execPath, [main, "import", file, "--rejects", rejects, "--json"], {
    env: {
      PATH: process.env["PATH"],
      ONEFOLD_DIR: stores.folder,
      ONEFOLD_URL: `http://127.0.0.1:${api.port}`,
      ONEFOLD_API_KEY: team.key,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  await using _ending = { [Symbol.asyncDispose]: () => endChild(child, signal) };
  const closed = once(child, "close", { signal });
  const output = gather(child, throttled(log));
  const over = new AbortController();
  const watching = watchMemory(child.pid ?? 0, over.signal);
  try {
    await closed;
  } finally {
    over.abort();
  }
  const ms = performance.now() - startedAt;
  if (child.exitCode === null || !EXIT_CODES.has(child.exitCode))
    throw new Error(`onefold import ended with ${child.exitCode}:\n${output.all()}`);
  return { ...Told.parse(JSON.parse(output.stdout())), ms, peakBytes: await watching };
}

function gather(child: ChildProcess, onLine: (line: string) => void) {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    onLine(text.trimEnd());
  });
  return { stdout: () => stdout, all: () => stderr + stdout };
}

function throttled(log: (line: string) => void): (line: string) => void {
  let last = 0;
  return (line) => {
    if (performance.now() - last < SAID_EVERY_MS) return;
    last = performance.now();
    log(`  ${line.split("\n").at(-1) ?? ""}`);
  };
}

/** It is gone with the process, so the last that was seen is taken. */
async function watchMemory(pid: number, over: AbortSignal): Promise<number | undefined> {
  let peak: number | undefined;
  while (!over.aborted) {
    peak = (await peakMemory(pid)) ?? peak;
    await delay(MEMORY_EVERY_MS, undefined, { signal: over }).catch(() => {});
  }
  return peak;
}
