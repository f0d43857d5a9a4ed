import type { IncomingMessage } from "node:http";

const waiting = new WeakMap<IncomingMessage, () => void>();

/**
 * Notes that a client sends the body of its request when it is told to (`Expect: 100-continue`; RFC 9110, 10.1.1).
 * @param tell tells it
 */
export function noteWaiting(request: IncomingMessage, tell: () => void): void {
  waiting.set(request, tell);
}

/**
 * Lets a client that waits for it send its body. It is called where a body is about to be read: what can be refused by a
 * request's head has been refused by then, and nobody has sent a large file for it.
 */
export function letBodyCome(request: IncomingMessage): void {
  waiting.get(request)?.();
  waiting.delete(request);
}
