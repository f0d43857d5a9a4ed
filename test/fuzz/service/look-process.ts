/**
 * Loaded into an app before its main.ts (`--import`, with `--expose-gc`): tells its parent what the process holds, and
 * the longest that it did nothing else than one thing. The app is the one in use otherwise.
 */
export interface Look {
  /** After everything was collected, in bytes: the heap and what it holds outside. */
  readonly heldBytes: number;
  readonly residentBytes: number;
  /** The longest stretch on the CPU without a turn of the event loop since the last look, in milliseconds. */
  readonly stallMs: number;
  /** When it ended, in milliseconds since 1970. */
  readonly stallAt: number;
}

const TICK_MS = 5;

let stallMs = 0;
let stallAt = 0;
let usedBefore = cpuMs();
const timer = setInterval(() => {
  const used = cpuMs();
  if (used - usedBefore > stallMs) {
    stallMs = used - usedBefore;
    stallAt = Date.now();
  }
  usedBefore = used;
}, TICK_MS);
timer.unref();

process.on("message", (message) => {
  if (message !== "look") return;
  // Its own pause is none of the app's.
  void look().then((found) => process.send?.(found));
});

async function look(): Promise<Look> {
  const longest = { stallMs, stallAt };
  for (let n = 0; n < 2; n++) await globalThis.gc?.({ type: "major", execution: "async" });
  stallMs = 0;
  usedBefore = cpuMs();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { ...longest, heldBytes: heapUsed + external, residentBytes: rss };
}

/** Of this thread: what other threads and other programs do meanwhile counts for nothing. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
