import type { Job, JobCounts } from "@onefold/contract";
import { SingleBar } from "cli-progress";
import { printable } from "../output/printable.ts";
import { describeCounts, doneOf, grouped, rowsOf } from "../jobs/describe-counts.ts";

/** What is known of an import under way. */
export interface Progress {
  /** Of the upload; 1 when it is complete, undefined where its length isn't known. */
  readonly sent: number | undefined;
  readonly counts?: JobCounts;
}

export interface ProgressView extends Disposable {
  show(progress: Progress): void;
  /** A sentence between the others, such as a retry. */
  say(sentence: string): void;
}

export interface ViewOptions {
  readonly stream: NodeJS.WriteStream;
  readonly linesEveryMs: number;
}

/** A bar on a terminal, a line every few seconds elsewhere. */
export function createProgressView({ stream, linesEveryMs }: ViewOptions): ProgressView {
  const meter = createMeter();
  return stream.isTTY ? barView(stream, meter) : lineView(stream, meter, linesEveryMs);
}

function barView(stream: NodeJS.WriteStream, meter: Meter): ProgressView {
  let line = "";
  const bar = new SingleBar({
    stream,
    hideCursor: true,
    clearOnComplete: true,
    // Its own handler would end the process before we have said how to go on.
    gracefulExit: false,
    barsize: 24,
    format: (options, params) => {
      const filled = Math.round(params.progress * (options.barsize ?? 24));
      return `${"█".repeat(filled)}${"░".repeat((options.barsize ?? 24) - filled)} ${line}`;
    },
  });
  bar.start(1, 0);
  return {
    show(progress) {
      line = meter.describe(progress);
      bar.update(meter.fraction(progress) ?? 0);
    },
    say(sentence) {
      stream.write(`\r\u001b[K${printable(sentence)}\n`);
    },
    [Symbol.dispose]: () => bar.stop(),
  };
}

function lineView(stream: NodeJS.WriteStream, meter: Meter, everyMs: number): ProgressView {
  let latest: Progress | undefined;
  const timer = setInterval(() => {
    if (latest) stream.write(`${meter.describe(latest)}\n`);
  }, everyMs);
  return {
    show(progress) {
      latest = progress;
    },
    say: (sentence) => void stream.write(`${printable(sentence)}\n`),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

interface Meter {
  fraction(progress: Progress): number | undefined;
  describe(progress: Progress): string;
}

/** Rate and end are of what this process has seen: a resumed import begins where it was. */
function createMeter(): Meter {
  let first: { at: number; done: number; share: number } | undefined;
  let highest = 0;
  /** What was sent is ahead of what the service has read, so the first estimates are too high: it never falls back. */
  function fraction(progress: Progress): number | undefined {
    const share = shareOf(progress);
    if (share !== undefined) highest = Math.max(highest, share);
    return share === undefined ? undefined : highest;
  }
  return {
    fraction,
    describe(progress) {
      const { counts, sent } = progress;
      const share = fraction(progress);
      const percent = share === undefined ? "" : `${Math.floor(share * 100)} %  `;
      if (!counts) return sent === undefined ? "uploading" : `${percent}${Math.floor(sent * 100)} % uploaded`;
      const done = doneOf(counts);
      first ??= { at: performance.now(), done, share: shareOf(progress) ?? 0 };
      const seconds = (performance.now() - first.at) / 1_000;
      const rate = seconds < 1 ? "" : `, ${grouped((done - first.done) / seconds)}/s`;
      const left = leftOf(shareOf(progress), first.share, seconds);
      const soFar = describeCounts({ ...counts, pending: 0 });
      return `${percent}${rowsOf(done)}${rate}${left === undefined ? "" : `, ${left} left`}: ${soFar}`;
    },
  };
}

/** The share of the file that is applied: that of the sent part, times how much of it was sent. */
function shareOf({ sent, counts }: Progress): number | undefined {
  if (sent === undefined) return undefined;
  if (!counts || counts.total === 0) return 0;
  return Math.min(1, (sent * doneOf(counts)) / counts.total);
}

function leftOf(share: number | undefined, from: number, seconds: number): string | undefined {
  if (share === undefined || share <= from || seconds < 1) return undefined;
  return durationOf(((1 - share) / (share - from)) * seconds * 1_000);
}

/** `1 h 2 min`, `3 min 20 s`, `4.2 s` */
export function durationOf(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}

/** How a job stands, for a view that has no upload to tell of. */
export function progressOf({ counts, upload }: Job): Progress {
  return { sent: upload?.status === "open" ? undefined : 1, counts };
}
