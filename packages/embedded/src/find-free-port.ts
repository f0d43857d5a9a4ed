import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Systems give outgoing connections ports from 32768 up (Linux) or from 49152 up (IANA, RFC 6335, section 6). A port
 * below isn't taken by one of those between now and its use.
 */
const FROM = 10_000;
const BELOW = 32_768;

/** Finds a port of 127.0.0.1 that is free now, one of many at random. A server may still take it first. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FROM, BELOW);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES"))
      return false;
    throw error;
  }
  server.close();
  await once(server, "close");
  return true;
}
