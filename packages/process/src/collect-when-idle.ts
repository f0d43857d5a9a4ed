import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** So long a process has to do nothing. Soon after a burst comes the next one, which such a collection makes slower. */
const IDLE_MS = 20_000;
/** It is looked after so many times in that. */
const LOOKS = 4;
/** A process that used less of a core than this since the last look does nothing that a pause would hold up. */
const IDLE_SHARE = 0.05;
/** What has to have been allocated since for another collection to be worth its pause, in bytes. */
const WORTH_BYTES = 32 * 1024 * 1024;

/**
 * Gives memory back after a burst: V8 collects while it allocates, so a process that has nothing to do any more keeps
 * the garbage of its last burst. Where it has been idle for seconds and its heap is large, everything is collected
 * once, and the heap shrinks. Compiled code and the room for young objects go with it: for some seconds the next burst
 * costs up to twice the CPU per request. V8 would do the same by itself, already 8 s after a collection, so processes run
 * with `--no-memory-reducer`. Until disposed of.
 * @param idleMs how long it has to be idle; 20,000 by default
 */
export function collectWhenIdle(idleMs = IDLE_MS): Disposable {
  const everyMs = idleMs / LOOKS;
  let usedBefore = process.cpuUsage();
  let heldAfter = 0;
  let idleLooks = 0;
  let collect: (() => void) | undefined;

  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(usedBefore);
    usedBefore = process.cpuUsage();
    const isIdle = (user + system) / 1_000 < everyMs * IDLE_SHARE;
    idleLooks = isIdle ? idleLooks + 1 : 0;
    if (idleLooks < LOOKS || heldBytes() < heldAfter + WORTH_BYTES) return;
    collect ??= exposeCollector();
    collect();
    heldAfter = heldBytes();
  }, everyMs);
  // It looks after a process that does something else; it keeps none alive.
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function heldBytes(): number {
  const { heapTotal, external } = process.memoryUsage();
  return heapTotal + external;
}

/** The collector is there once its flag is set, for contexts that are made after. */
function exposeCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("V8 has no collector to call");
  return () => void Reflect.apply(collect, undefined, [{ type: "major", flavor: "last-resort" }]);
}
