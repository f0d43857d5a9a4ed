import { isAcceptableKey } from "@onefold/records";
import { auth as readBasic } from "hono/utils/basic-auth";

/** A key and a user name are far shorter than this. */
const HEADER_MAX = 1_024;

/**
 * Reads the API key of a request: Basic's password, whatever the user name is, or Bearer's token. It gives undefined if
 * no key can look like that. Such a header costs nothing more, and nothing of it is kept.
 */
export function readSecret(authorization: string, request: Request): string | undefined {
  if (authorization.length > HEADER_MAX) return undefined;
  const bearer = /^ *bearer +(\S+) *$/i.exec(authorization)?.[1];
  const secret = bearer ?? readBasic(request)?.password;
  return secret !== undefined && isAcceptableKey(secret) ? secret : undefined;
}
