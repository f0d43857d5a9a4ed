import { connect } from "node:net";
import type { Socket } from "node:net";
import { FLOODS } from "./floods.ts";
import type { FloodCounts, FloodOptions } from "./floods.ts";

/**
 * Floods a server by as many connections as it is told, each opened again once it is gone, until the parent is gone. Says
 * what became of them when it is asked.
 */
const options: FloodOptions = JSON.parse(process.argv[2] ?? "");
const { hostname, port } = new URL(options.url);
const flood = FLOODS[options.kind];
const counts: FloodCounts = { opened: 0, open: 0, connected: 0, bytes: 0, statuses: {} };
/** What is refused at once is tried again a little later, as an attacker would who wants to stay. */
const AGAIN_MS = 20;
const DRIP_MS = 1_000;

function open(index: number): void {
  counts.opened++;
  counts.open++;
  const socket = connect({
    host: hostname,
    port: Number(port),
    localAddress: addressOf(index % options.addresses),
  });
  socket.on("error", () => {});
  socket.once("connect", () => {
    counts.connected++;
    socket.write(flood.begin(options));
  });
  const dripping = flood.drip === undefined ? undefined : setInterval(() => drip(socket), DRIP_MS);
  if (flood.reads !== false) socket.on("data", (data) => take(socket, data.toString("latin1")));
  socket.once("close", () => {
    clearInterval(dripping);
    counts.open--;
    setTimeout(open, AGAIN_MS, index);
  });
}

/** All of 127.0.0.0/8 is this machine. */
function addressOf(index: number): string {
  return `127.0.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`;
}

function drip(socket: Socket): void {
  if (socket.writable && flood.drip !== undefined) socket.write(flood.drip);
}

function take(socket: Socket, text: string): void {
  counts.bytes += text.length;
  for (const [, status = ""] of text.matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
    counts.statuses[status] = (counts.statuses[status] ?? 0) + 1;
    if (flood.again) socket.write(flood.again(options));
  }
}

for (let index = 0; index < options.sockets; index++) open(index);
process.on("message", () => process.send?.(counts));
process.once("disconnect", () => process.exit());
