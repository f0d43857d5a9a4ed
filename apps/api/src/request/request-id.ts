import { randomBytes } from "node:crypto";

const SANE = /^[\w.:=+/-]{1,128}$/;

/**
 * Gives the id of a request: the client's own if it is sane, else the next of this process. A counter behind a random
 * prefix is unique enough for logs, and costs nothing.
 */
export function createRequestIds(): (given: string | undefined) => string {
  const prefix = `req_${randomBytes(6).toString("hex")}`;
  let count = 0;
  return (given) => (given !== undefined && SANE.test(given) ? given : `${prefix}${(count++).toString(36)}`);
}
