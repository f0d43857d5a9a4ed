import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * A process must do nothing for this long. A collection sooner would slow the next burst down, which often follows
 * soon.
 */
const IDLE_MS = 20_000;
/** How many times it looks in that time. */
const LOOKS = 4;
/** A process that used a smaller part of a core since the last look does nothing that a pause would hold up. */
const IDLE_SHARE = 0.05;
/** How many bytes must have been allocated since the last collection to make another one worth its pause. */
const WORTH_BYTES = 32 * 1024 * 1024;

/**
 * Gives memory back after a burst. V8 collects while it allocates, so a process that has nothing more to do keeps the
 * garbage of its last burst. If it has been idle for seconds and its heap is large, everything is collected once, and
 * the heap shrinks. Compiled code and the room for young objects go too, so for some seconds the next burst costs up to
 * twice the CPU per request. V8 would do the same by itself, as soon as 8 s after a collection, so processes run with
 * `--no-memory-reducer`. It stops when disposed of.
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
  // The timer doesn't keep the process alive.
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function heldBytes(): number {
  const { heapTotal, external } = process.memoryUsage();
  return heapTotal + external;
}

/** Gives the collector. V8 shows it in contexts that are made after its flag is set. */
function exposeCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("V8 has no collector to call");
  return () => void Reflect.apply(collect, undefined, [{ type: "major", flavor: "last-resort" }]);
}
