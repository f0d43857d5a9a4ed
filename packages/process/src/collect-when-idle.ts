import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const EVERY_MS = 5_000;
/** A process that used less of a core than this meanwhile does nothing that a pause would hold up. */
const IDLE_SHARE = 0.05;
/** What has to have been allocated since for another collection to be worth its pause, in bytes. */
const WORTH_BYTES = 32 * 1024 * 1024;

/**
 * Gives memory back after a burst: V8 collects while it allocates, so a process that has nothing to do any more keeps
 * the garbage of its last burst. Where it has been idle for seconds and its heap is large, everything is collected
 * once, and the heap shrinks. Until disposed of.
 * @param everyMs how long it has to be idle; 5,000 by default
 */
export function collectWhenIdle(everyMs = EVERY_MS): Disposable {
  const collect = exposeCollector();
  let usedBefore = process.cpuUsage();
  let heldAfter = 0;

  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(usedBefore);
    usedBefore = process.cpuUsage();
    const isIdle = (user + system) / 1_000 < everyMs * IDLE_SHARE;
    if (!isIdle || heldBytes() < heldAfter + WORTH_BYTES) return;
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
