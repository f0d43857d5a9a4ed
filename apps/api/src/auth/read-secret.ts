import { isAcceptableKey } from "@onefold/records";
import { auth as readBasic } from "hono/utils/basic-auth";

/** Far more than a key and a user name take. */
const HEADER_MAX = 1_024;

/**
 * The API key that a request carries: Basic's password, whatever the user name, or Bearer's token. Undefined where no
 * key can be that: such a header costs nothing more, and nothing of it is kept.
 */
export function readSecret(authorization: string, request: Request): string | undefined {
  if (authorization.length > HEADER_MAX) return undefined;
  const bearer = /^ *bearer +(\S+) *$/i.exec(authorization)?.[1];
  const secret = bearer ?? readBasic(request)?.password;
  return secret !== undefined && isAcceptableKey(secret) ? secret : undefined;
}
