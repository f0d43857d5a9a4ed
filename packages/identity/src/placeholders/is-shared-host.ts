import { createRequire } from "node:module";
import type * as Tldts from "tldts";
import { BUILDER_HOSTS, COMPANY_MAIL_HOSTS, MAIL_HOSTS, PAGE_HOSTS } from "./shared-hosts.ts";

const PAGES = new Set(PAGE_HOSTS);
const BARE = new Set([...BUILDER_HOSTS, ...MAIL_HOSTS]);
const MAIL = new Set([...MAIL_HOSTS, ...COMPANY_MAIL_HOSTS]);

/**
 * Whether a host, in canonical form, is one that many share, and so no company's domain: a network of people or a host
 * of pages, also below it; a site builder, a provider of mail and a public suffix by themselves.
 */
export function isSharedHost(host: string): boolean {
  if (BARE.has(host) || isBelow(host, PAGES)) return true;
  return isPublicSuffix(host) || lists().smallMailHosts.has(host);
}

/** Whether it is something that domains are registered under, as `co.uk` and `github.io` are. */
export function isPublicSuffix(host: string): boolean {
  return lists().suffixOf(host) === host;
}

/** Whether everybody can have an address there. Knows the large ones. */
export function isMailHost(host: string): boolean {
  return MAIL.has(host);
}

function isBelow(host: string, hosts: ReadonlySet<string>): boolean {
  for (let at = 0; at !== -1; at = host.indexOf(".", at + 1))
    if (hosts.has(host.slice(at === 0 ? 0 : at + 1))) return true;
  return false;
}

interface Lists {
  /** The public suffix that a host ends with, private ones too; undefined where no rule is for it. */
  suffixOf(host: string): string | undefined;
  readonly smallMailHosts: ReadonlySet<string>;
}

let loaded: Lists | undefined;

/**
 * Read when the first company is judged: it takes some 20 ms, which the start of a process doesn't wait for. Of the
 * providers of mail those with few visitors: among the others are companies that are more than that.
 */
function lists(): Lists {
  if (loaded) return loaded;
  const require = createRequire(import.meta.url);
  const { parse }: typeof Tldts = require("tldts");
  const all: string[] = require("email-providers/all.json");
  const large: string[] = require("email-providers/common.json");
  const known = new Set(large);
  const options = { allowPrivateDomains: true, extractHostname: false, validateHostname: false };
  loaded = {
    suffixOf: (host) => {
      const { publicSuffix, isIcann, isPrivate } = parse(host, options);
      return isIcann === true || isPrivate === true ? (publicSuffix ?? undefined) : undefined;
    },
    smallMailHosts: new Set(all.filter((host) => !known.has(host) && host.includes("."))),
  };
  return loaded;
}
