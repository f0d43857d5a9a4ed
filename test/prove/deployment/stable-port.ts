import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";

const LOWEST = 10_000;
/** Where the system doesn't say: that of Linux. */
const EPHEMERAL_FROM = 32_768;
const TRIES = 50;

/**
 * A free port of 127.0.0.1 for a server that goes and comes back on it. Those that a system hands out by itself may
 * be taken meanwhile, as the local port of any connection.
 */
export async function findStablePort(): Promise<number> {
  const below = ephemeralFrom();
  for (let tried = 0; tried < TRIES; tried++) {
    const port = LOWEST + Math.floor(Math.random() * (below - LOWEST));
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port was found from ${LOWEST} to ${below}.`);
}

function ephemeralFrom(): number {
  try {
    const text = readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8");
    return Math.max(Number.parseInt(text, 10), LOWEST + 1_000);
  } catch {
    return EPHEMERAL_FROM;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}
