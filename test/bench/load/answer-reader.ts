export interface ReadAnswer {
  readonly status: number;
  readonly text: string;
}

const LENGTH = /\r\ncontent-length: *(\d+)/i;

/**
 * Reads HTTP/1.1 answers off one connection, the next once it has returned the one before: just enough of
 * the protocol for servers of ours, and cheap, since the generator shares the cores with what it measures.
 * @throws where an answer isn't framed by Content-Length
 */
export function createAnswerReader(): (bytes: Buffer) => ReadAnswer | undefined {
  let gathered = "";
  return (bytes) => {
    gathered += bytes.toString("latin1");
    const bodyAt = gathered.indexOf("\r\n\r\n") + 4;
    if (bodyAt < 4) return undefined;
    const head = gathered.slice(0, bodyAt);
    const length = LENGTH.exec(head)?.[1];
    if (length === undefined) throw new Error(`an answer without Content-Length:\n${head}`);
    const end = bodyAt + Number(length);
    if (gathered.length < end) return undefined;
    if (gathered.length > end) throw new Error("more than one answer to one request");
    const answer = { status: Number(head.slice(9, 12)), text: gathered };
    gathered = "";
    return answer;
  };
}
