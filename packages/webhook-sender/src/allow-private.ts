import ipaddr from "ipaddr.js";
import { isPublicAddress, reached } from "./is-public-address.ts";

/** Which targets may lie in the operator's own network (`WEBHOOK_ALLOW_PRIVATE`). */
export interface AllowPrivate {
  /** Every one of them. */
  all: boolean;
  /** Names whose addresses are not looked at. */
  names: ReadonlySet<string>;
  /** Networks whose addresses are taken like public ones. */
  networks: readonly (readonly [ipaddr.IPv4 | ipaddr.IPv6, number])[];
}

/** No target in the operator's own network. */
export const ALLOW_NONE: AllowPrivate = { all: false, names: new Set(), networks: [] };

/**
 * Reads the setting: empty or `0` for none, `1` for all, or a list of host names, addresses and networks,
 * split by commas. Throws at what is none of them.
 */
export function readAllowPrivate(text: string): AllowPrivate {
  const entries = text
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "");
  const [only = "0"] = entries;
  if (entries.length <= 1 && (only === "0" || only === "1")) return { ...ALLOW_NONE, all: only === "1" };
  const networks = entries.filter((entry) => entry.includes("/") || isAddress(entry)).map(readNetwork);
  const names = entries.filter((entry) => !entry.includes("/") && !isAddress(entry));
  for (const name of names)
    if (SWITCHES.has(name) || !/^[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?$/.test(name) || /^[\d.]+$/.test(name))
      throw new Error(`"${name}" is no host name, address or network (as 10.0.0.0/8)`);
  return { all: false, names: new Set(names), networks };
}

/** What other programs' settings are switched by. Taken for hosts, they would allow nothing, and say nothing. */
const SWITCHES = new Set(["0", "1", "true", "false", "yes", "no", "on", "off", "all", "none"]);

/** Says whether a target may have this name whatever its addresses are. */
export function allowsName(allow: AllowPrivate, name: string): boolean {
  return allow.all || allow.names.has(name);
}

/** Says whether a connection to this address may be made. */
export function allowsAddress(allow: AllowPrivate, address: string): boolean {
  if (allow.all || isPublicAddress(address)) return true;
  if (address.includes("%") || !ipaddr.isValid(address)) return false;
  const target = reached(address);
  return allow.networks.some(
    ([network, bits]) => network.kind() === target.kind() && target.match(network, bits),
  );
}

function isAddress(entry: string): boolean {
  return ipaddr.IPv6.isValid(entry) || ipaddr.IPv4.isValidFourPartDecimal(entry);
}

function readNetwork(entry: string): readonly [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (!entry.includes("/")) {
    const address = ipaddr.process(entry);
    return [address, address.toByteArray().length * 8];
  }
  const [address = ""] = entry.split("/");
  if (!isAddress(address) || !ipaddr.isValidCIDR(entry))
    throw new Error(`"${entry}" is no network (as 10.0.0.0/8)`);
  return ipaddr.parseCIDR(entry);
}
