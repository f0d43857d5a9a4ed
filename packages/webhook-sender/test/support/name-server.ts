import { createSocket } from "node:dgram";
import { once } from "node:events";
import ipaddr from "ipaddr.js";

/** What a name server was asked. */
export interface Question {
  name: string;
  type: "A" | "AAAA";
}

export interface NameServer extends AsyncDisposable {
  /** Its address, as a resolver takes it. */
  address: string;
  /** Every question so far. */
  asked: Question[];
}

const TYPES: Record<number, Question["type"]> = { 1: "A", 28: "AAAA" };

/** Starts a name server whose answers are what a function says: addresses, none, or "silent" for no answer at all. */
export async function startNameServer(
  answer: (question: Question) => string[] | "silent",
): Promise<NameServer> {
  const asked: Question[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    const { name, type, end } = readQuestion(query);
    const kind = TYPES[type];
    if (kind) asked.push({ name, type: kind });
    const addresses = kind ? answer({ name, type: kind }) : [];
    if (addresses === "silent") return;
    const records = addresses.map((address) => record(type, address));
    const header = Buffer.from([...query.subarray(0, 2), 0x81, 0x80, 0, 1, 0, records.length, 0, 0, 0, 0]);
    socket.send(Buffer.concat([header, query.subarray(12, end), ...records]), from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    async [Symbol.asyncDispose]() {
      socket.close();
      await once(socket, "close");
    },
  };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** A record about the name that was asked for (0xc00c points at it), valid for no time at all. */
function record(type: number, address: string): Buffer {
  const bytes = ipaddr.parse(address).toByteArray();
  return Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes]);
}
