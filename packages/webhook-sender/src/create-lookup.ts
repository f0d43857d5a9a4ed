import type { LookupAddress } from "node:dns";
import { lookup as systemLookup } from "node:dns/promises";
import type { promises } from "node:dns";
import type { LookupFunction } from "node:net";
import { callbackify } from "node:util";
import { allowsAddress, allowsName } from "./allow-private.ts";
import type { AllowPrivate } from "./allow-private.ts";
import type { AttemptError } from "./attempt.ts";

/** A target that is given up before there is a connection. */
export class RefusedTarget extends Error {
  readonly reason: AttemptError;
  constructor(reason: AttemptError) {
    super(`The target was refused: ${reason}`);
    this.reason = reason;
  }
}

/**
 * Looks up the name that a socket connects to, and answers only addresses that may be connected to. The socket takes
 * them as they are, so what a name server says a moment later changes nothing.
 * A name with one refused address is refused as a whole: a public name that also points inwards is a mistake or an
 * attack, and which of its addresses is tried would be chance.
 */
export function createLookup(resolver: promises.Resolver, allow: AllowPrivate): LookupFunction {
  const find = callbackify(addressesOf);
  return (name, options, callback) => {
    find(resolver, allow, name, (error, addresses) => {
      if (error) callback(error, []);
      else if (options.all === true) callback(null, addresses);
      else callback(null, addresses[0].address, addresses[0].family);
    });
  };
}

type Addresses = [LookupAddress, ...LookupAddress[]];

async function addressesOf(
  resolver: promises.Resolver,
  allow: AllowPrivate,
  name: string,
): Promise<Addresses> {
  // A name that the operator allows may stand in the hosts file, which only the system's look-up reads.
  if (allowsName(allow, name)) return some(await systemLookup(name, { all: true }).catch(() => []));
  // Others are asked for without the threads of getaddrinfo, of which slow name servers would take all.
  const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const addresses = some([...withFamily(four, 4), ...withFamily(six, 6)]);
  if (!addresses.every(({ address }) => allowsAddress(allow, address))) throw new RefusedTarget("address");
  return addresses;
}

function withFamily(answer: PromiseSettledResult<string[]>, family: 4 | 6): LookupAddress[] {
  return answer.status === "fulfilled" ? answer.value.map((address) => ({ address, family })) : [];
}

function some([first, ...rest]: LookupAddress[]): Addresses {
  if (first === undefined) throw new RefusedTarget("name");
  return [first, ...rest];
}
