/** An answer as it came. */
export interface Answer {
  readonly status: number;
  /** By their names in small letters; several of one name as one, with commas. */
  readonly headers: ReadonlyMap<string, string>;
  /** As much of it as is kept. */
  readonly body: Buffer;
  /** Whether that is all of it. */
  readonly isWhole: boolean;
}

/** Reads the answers of one connection, in their order. */
export interface AnswerReader {
  /** @throws where what comes is no HTTP */
  read(bytes: Buffer): Answer[];
  /** The connection has ended: an answer without a length ends with it. */
  end(): Answer | undefined;
  /** The head of an answer whose body is still coming. */
  begun(): Pick<Answer, "status" | "headers"> | undefined;
  /** Bytes that are no answer yet. */
  rest(): Buffer;
}

interface Head {
  readonly status: number;
  readonly headers: Map<string, string>;
  readonly framing: { left: number } | "chunked" | "close";
}

const NONE = Buffer.alloc(0);
/** More of a body isn't looked at. */
const KEPT_BYTES = 512 * 1024;

/** @param methods of the requests, in their order: a HEAD's answer has no body, whatever its headers say */
export function createAnswerReader(methods: readonly string[]): AnswerReader {
  let finished = 0;
  let bytes: Buffer = NONE;
  let head: Head | undefined;
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let isWhole = true;

  function keep(piece: Buffer): void {
    if (keptBytes + piece.length > KEPT_BYTES) isWhole = false;
    else kept.push(piece);
    keptBytes += piece.length;
  }

  function finish({ status, headers }: Head): Answer {
    const body = kept.length === 1 ? (kept[0] ?? NONE) : Buffer.concat(kept);
    const answer = { status, headers, body, isWhole };
    finished++;
    head = undefined;
    kept = [];
    keptBytes = 0;
    isWhole = true;
    return answer;
  }

  function take(count: number): Buffer {
    const piece = bytes.subarray(0, count);
    bytes = bytes.subarray(count);
    return piece;
  }

  function next(): Answer | undefined {
    head ??= readHead();
    if (!head) return undefined;
    if (head.framing === "close") {
      keep(take(bytes.length));
      return undefined;
    }
    if (head.framing === "chunked") return readChunks(head);
    const piece = take(Math.min(head.framing.left, bytes.length));
    head.framing.left -= piece.length;
    keep(piece);
    return head.framing.left === 0 ? finish(head) : undefined;
  }

  function readHead(): Head | undefined {
    for (;;) {
      const end = bytes.indexOf("\r\n\r\n");
      if (end < 0) return undefined;
      const [line = "", ...lines] = take(end + 4)
        .toString("latin1", 0, end)
        .split("\r\n");
      const status = Number(/^HTTP\/1\.1 (\d{3})(?: |$)/.exec(line)?.[1]);
      if (!(status >= 100)) throw new Error(`no status line: ${line.slice(0, 100)}`);
      // What goes before an answer, such as 100 Continue.
      if (status < 200 && status !== 101) continue;
      const headers = headersOf(lines);
      return { status, headers, framing: framingOf(status, headers) };
    }
  }

  function framingOf(status: number, headers: Map<string, string>): Head["framing"] {
    if (methods[finished] === "HEAD" || status === 204 || status === 304) return { left: 0 };
    if (headers.get("transfer-encoding") === "chunked") return "chunked";
    const length = headers.get("content-length");
    return length === undefined ? "close" : { left: Number(length) };
  }

  function readChunks(of: Head): Answer | undefined {
    for (;;) {
      const end = bytes.indexOf("\r\n");
      if (end < 0) return undefined;
      const size = Number.parseInt(bytes.toString("latin1", 0, end), 16);
      if (Number.isNaN(size)) throw new Error("a chunk without a size");
      if (bytes.length < end + 2 + size + 2) return undefined;
      take(end + 2);
      keep(take(size));
      take(2);
      if (size === 0) return finish(of);
    }
  }

  return {
    read(more) {
      bytes = bytes.length === 0 ? more : Buffer.concat([bytes, more]);
      const answers: Answer[] = [];
      for (let answer = next(); answer; answer = next()) answers.push(answer);
      return answers;
    },
    end: () => (head?.framing === "close" ? finish(head) : undefined),
    begun: () => head,
    rest: () => bytes,
  };
}

function headersOf(lines: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon < 1) throw new Error(`no header: ${line.slice(0, 100)}`);
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}
