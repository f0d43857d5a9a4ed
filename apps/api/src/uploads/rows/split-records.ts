import { ROW_MAX_BYTES } from "@onefold/contract";
import { createGatherer } from "./gatherer.ts";

/** A record of a CSV as it stands there, without its line end. */
export interface RawRecord {
  /** Undefined where it is too long. */
  readonly bytes: Buffer | undefined;
  readonly length: number;
  /** Values, by its delimiters: there can be as many as bytes. */
  readonly cells: number;
  readonly line: number;
  /** Larger than `line` where a quoted value has line breaks. */
  readonly lastLine: number;
}

export interface RecordSplitter {
  /** The records that end in this chunk; blank lines are none. */
  write(chunk: Buffer): RawRecord[];
  /** The last one, where no line end follows it. */
  end(): RawRecord[];
  /** Where a quote was opened and not closed, if one was. */
  openQuote(): number | undefined;
}

const QUOTE = 0x22;
const BLANK = 0x20;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const NOTHING = Buffer.alloc(0);

/** Within a record: at the start of a value, in a plain one, in a quoted one, at a quote in a quoted one. */
type State = "start" | "plain" | "quoted" | "quote";

/**
 * Finds where records end: at a line feed, a carriage return or both, outside of quotes, which open at the
 * start of a value only (RFC 4180), or after blanks there. What is in them is left to csv-parse, which knows neither lines nor limits.
 */
export function createRecordSplitter(delimiter: number): RecordSplitter {
  const gatherer = createGatherer(ROW_MAX_BYTES);
  let state: State = "start";
  let line = 1;
  let firstLine = 1;
  let quoteLine = 1;
  let isEmpty = true;
  let cells = 1;
  let afterReturn = false;

  function record(last: Buffer): RawRecord[] {
    const gathered = gatherer.take(last);
    const found = isEmpty ? [] : [{ ...gathered, cells, line: firstLine, lastLine: line }];
    state = "start";
    cells = 1;
    isEmpty = true;
    return found;
  }

  return {
    write(chunk) {
      const records: RawRecord[] = [];
      let start = 0;
      for (let at = 0; at < chunk.length; at++) {
        const byte = chunk[at];
        if (afterReturn) {
          afterReturn = false;
          // The second half of a line end, which is counted.
          if (byte === LINE_FEED && state !== "quoted") {
            start = at + 1;
            continue;
          }
          if (byte === LINE_FEED) continue;
        }
        if (byte === LINE_FEED || byte === CARRIAGE_RETURN) {
          afterReturn = byte === CARRIAGE_RETURN;
          if (state !== "quoted") {
            records.push(...record(chunk.subarray(start, at)));
            start = at + 1;
            firstLine = line + 1;
          }
          line++;
          continue;
        }
        isEmpty = false;
        // Blanks before a quote are none of its value.
        if (byte === BLANK && state === "start") continue;
        if (byte === QUOTE) {
          if (state === "start") quoteLine = line;
          state = state === "quoted" ? "quote" : state === "plain" ? "plain" : "quoted";
        } else if (state !== "quoted") {
          state = byte === delimiter ? "start" : "plain";
          if (byte === delimiter) cells++;
        }
      }
      gatherer.add(chunk.subarray(start));
      return records;
    },
    end: () => record(NOTHING),
    openQuote: () => (state === "quoted" ? quoteLine : undefined),
  };
}
