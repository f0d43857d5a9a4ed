import ipaddr from "ipaddr.js";

/** What is routed on the public internet in IPv6: everything else is for special use or not given out (RFC 4291). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** The well-known prefix of NAT64 (RFC 6052): the last 32 bits are the IPv4 address that is reached. */
const NAT64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

/** Public addresses that clouds answer their own machines at, refused by name: Azure's wire server. */
const CLOUDS_OWN = new Set(["168.63.129.16"]);

/**
 * Says whether an address is one of the public internet: not private, loopback, link-local (where clouds answer
 * their metadata), shared by a carrier, multicast, for documentation or benchmarking, reserved or unspecified.
 * An IPv4 address that is written as IPv6 is judged as what it is, also behind NAT64, without which a host that has
 * IPv6 only reaches nobody; other ways to carry IPv4 in IPv6 (6to4, Teredo) are refused, as are zones.
 * What is no address is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (address.includes("%") || !ipaddr.isValid(address)) return false;
  const parsed = reached(address);
  if (parsed.range() !== "unicast" || CLOUDS_OWN.has(parsed.toString())) return false;
  return isIpv4(parsed) || parsed.match(GLOBAL_UNICAST);
}

/** The address that is reached by one: IPv4 where IPv6 only wraps it. */
export function reached(address: string): ipaddr.IPv4 | ipaddr.IPv6 {
  const parsed = ipaddr.process(address);
  if (isIpv4(parsed) || !parsed.match(NAT64)) return parsed;
  return new ipaddr.IPv4(parsed.toByteArray().slice(12));
}

function isIpv4(address: ipaddr.IPv4 | ipaddr.IPv6): address is ipaddr.IPv4 {
  return address.kind() === "ipv4";
}
