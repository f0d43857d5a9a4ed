import type { IncomingMessage } from "node:http";
import { BlockList, isIP, isIPv6 } from "node:net";
import { envVariable } from "@onefold/process";
import { z } from "zod";

/** The setting has addresses and networks, such as `10.0.0.0/8,::1`. */
export const trustedProxiesVariable = envVariable(
  "The proxies before the API: by their `X-Forwarded-For`, a flood of unknown keys is slowed per client. Set it where there is a proxy, or all its clients are one.",
  z
    .string()
    .default("")
    .transform((text, context) => {
      const proxies = new BlockList();
      for (const each of text.split(",").map((part) => part.trim()))
        if (each !== "" && !addTo(proxies, each))
          context.addIssue({ code: "custom", message: "no address or network" });
      return proxies;
    }),
  "addresses and networks with commas between them, such as 10.0.0.0/8,::1",
);

function addTo(proxies: BlockList, text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const kind = familyOf(address);
  if (!isIP(address) || more.length > 0) return false;
  if (bits === undefined) {
    proxies.addAddress(address, kind);
    return true;
  }
  const prefix = Number(bits);
  if (!/^\d{1,3}$/.test(bits) || prefix > (kind === "ipv4" ? 32 : 128)) return false;
  proxies.addSubnet(address, prefix, kind);
  return true;
}

/**
 * Says which address a request comes from. It is the connection's address, unless that is a trusted proxy's: then it is
 * what the proxy says in X-Forwarded-For. The header is read from its end, since the client can write its beginning. A
 * client of IPv6 has a whole /64, so that counts as one address.
 */
export function createClientAddress(proxies: BlockList): (incoming: IncomingMessage) => string {
  const isTrusted = (address: string) => isIP(address) > 0 && proxies.check(address, familyOf(address));
  return ({ socket, headers }) => {
    let address = plain(socket.remoteAddress ?? "");
    const forwarded = String(headers["x-forwarded-for"] ?? "").split(",");
    while (forwarded.length > 0 && isTrusted(address)) {
      const before = plain((forwarded.pop() ?? "").trim());
      if (!isIP(before)) break;
      address = before;
    }
    return isIPv6(address) ? networkOf(address) : address;
  };
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIPv6(address) ? "ipv6" : "ipv4";
}

/** Gives an IPv4 address that is written as IPv6 in its own form. */
function plain(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

/** Gives the first 64 bits of an address, always spelt the same. */
function networkOf(address: string): string {
  const [withoutZone = ""] = address.split("%");
  const spelled = URL.parse(`http://[${withoutZone}]/`)?.hostname.slice(1, -1) ?? withoutZone;
  const [head = "", tail = ""] = spelled.split("::");
  const [first, last] = [head, tail].map((part) => (part === "" ? [] : part.split(":")));
  const zeros = spelled.includes("::") ? 8 - (first?.length ?? 0) - (last?.length ?? 0) : 0;
  const groups = [...(first ?? []), ...Array.from({ length: zeros }, () => "0"), ...(last ?? [])];
  return `${groups.slice(0, 4).join(":")}::/64`;
}
