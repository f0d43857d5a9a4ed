import type { Socket } from "node:net";

/** One direction of a connection through a proxy. */
export interface Pipe {
  /** Nothing more is read or passed on. */
  hold(): void;
  release(): void;
  /** For good: what was on its way is forgotten. */
  stop(): void;
}

export interface PipeOptions {
  readonly from: Socket;
  readonly to: Socket;
  /** So much later a piece arrives. */
  readonly delayMs: () => number;
  /** What of a piece is passed on; undefined where nothing more is. */
  readonly take?: (piece: Buffer) => Buffer | undefined;
}

/** A piece that is on its way; without bytes it is the end. */
interface Piece {
  readonly bytes: Buffer | undefined;
  readonly dueAt: number;
}

/** So much may be on its way, as much as a window of TCP: then its sender waits. */
const MOST_BYTES = 1024 * 1024;

/** Passes on what arrives, in its order and each piece when it is due. */
export function createPipe({ from, to, delayMs, take = (piece) => piece }: PipeOptions): Pipe {
  const onItsWay: Piece[] = [];
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let isHeld = false;

  from.on("data", (piece: Buffer) => add(piece));
  from.on("end", () => add(undefined));
  to.on("drain", flow);

  function add(piece: Buffer | undefined): void {
    // One that comes after a slower one isn't faster.
    const dueAt = Math.max(performance.now() + delayMs(), onItsWay.at(-1)?.dueAt ?? 0);
    onItsWay.push({ bytes: piece, dueAt });
    bytes += piece?.length ?? 0;
    passOn();
    flow();
  }

  function passOn(): void {
    clearTimeout(timer);
    for (let next = nextDue(); next; next = nextDue()) write(next);
  }

  /** The first that is on its way, if its time has come; else it is looked at again then. */
  function nextDue(): Piece | undefined {
    const next = onItsWay[0];
    if (isHeld || next === undefined) return undefined;
    const waitMs = next.dueAt - performance.now();
    if (waitMs <= 0) return onItsWay.shift();
    timer = setTimeout(passOn, Math.ceil(waitMs));
    return undefined;
  }

  function write(next: Piece): void {
    if (next.bytes === undefined) return void to.end();
    bytes -= next.bytes.length;
    const taken = take(next.bytes);
    if (taken === undefined) stop();
    else to.write(taken);
    flow();
  }

  /** Reads while there is room, and nobody holds it. */
  function flow(): void {
    if (isHeld || bytes > MOST_BYTES || to.writableNeedDrain) from.pause();
    else from.resume();
  }

  function stop(): void {
    isHeld = true;
    clearTimeout(timer);
    onItsWay.length = 0;
  }

  return {
    hold() {
      isHeld = true;
      clearTimeout(timer);
      from.pause();
    },
    release() {
      isHeld = false;
      passOn();
      flow();
    },
    stop,
  };
}
