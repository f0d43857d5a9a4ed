import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALLOW_NONE, readAllowPrivate } from "./allow-private.ts";
import { checkTargetUrl } from "./check-target-url.ts";

const check = (url: string, allow = "") => {
  const checked = checkTargetUrl(url, readAllowPrivate(allow));
  return checked.ok ? checked.host : checked.message;
};

/** Each part of an address in one of the bases that URLs may be written in. */
const part = (value: number) =>
  fc.constantFrom(
    String(value),
    `0x${value.toString(16)}`,
    `0X${value.toString(16).toUpperCase()}`,
    `0${value.toString(8)}`,
  );
/** An address in every spelling: one to four parts, each in any base, the last one taking what is left. */
const spelling = (address: number) => {
  const bytes = [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255];
  return fc.integer({ min: 1, max: 4 }).chain((count) => {
    const last = address % 256 ** (5 - count);
    return fc.tuple(...[...bytes.slice(0, count - 1), last].map(part)).map((parts) => parts.join("."));
  });
};
const private4 = fc.oneof(
  fc.nat(0xffffff).map((host) => 0x7f000000 + host),
  fc.nat(0xffffff).map((host) => 0x0a000000 + host),
  fc.nat(0xffff).map((host) => 0xa9fe0000 + host),
  fc.nat(0xffff).map((host) => 0xc0a80000 + host),
);

describe("checkTargetUrl", () => {
  it("refuses a private IPv4 address in every spelling", () => {
    fc.assert(
      fc.property(
        private4.chain(spelling),
        fc.constantFrom("", "."),
        fc.constantFrom("", ":8080"),
        (host, dot, port) => {
          expect(checkTargetUrl(`http://${host}${dot}${port}/hook`, ALLOW_NONE).ok).toBe(false);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("takes a public one in every spelling, as the address that it is", () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 0x08000000, max: 0x09ffffff })
          .chain((at) => fc.tuple(fc.constant(at), spelling(at))),
        ([at, host]) => {
          expect(check(`https://${host}/`)).toBe(
            [at >>> 24, (at >>> 16) & 255, (at >>> 8) & 255, at & 255].join("."),
          );
        },
      ),
    );
  });

  it.each([
    "http://①②⑦.0.0.1/",
    "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]:80/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[fe80::1]/",
    "http://[fd00:ec2::254]/latest/meta-data",
    "http://[::]/",
    "http://localhost/",
    "http://LOCALHOST:3000/",
    "http://localhost./",
    "http://hooks.localhost/",
    "http://redis:6379/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://nas.home.arpa/",
    "https:\\\\10.0.0.1\\hook",
  ])("refuses %s", (url) => {
    expect(check(url)).toMatch(/^must be reachable on the public internet/);
  });

  it.each([
    ["", "must be a whole URL, as https://example.com/hook"],
    ["/hook", "must be a whole URL, as https://example.com/hook"],
    ["example.com/hook", "must be a whole URL, as https://example.com/hook"],
    ["http://[fe80::1%25eth0]/", "must be a whole URL, as https://example.com/hook"],
    ["http://1.2.3.256/", "must be a whole URL, as https://example.com/hook"],
    ["ftp://example.com/", "must begin with https:// or http://"],
    ["file:///etc/passwd", "must begin with https:// or http://"],
    ["javascript:alert(1)", "must begin with https:// or http://"],
    ["https://user@example.com/", "must not contain a user name or password"],
    ["https://:secret@example.com/", "must not contain a user name or password"],
    [`https://example.com/${"a".repeat(2048)}`, "must have at most 2000 characters"],
  ])("says what is wrong with %s", (url, message) => {
    expect(check(url)).toBe(message);
  });

  it("takes names and ports of any kind, the name as a name server takes it", () => {
    expect(check("https://hooks.example.com:8443/a?b=c#d")).toBe("hooks.example.com");
    expect(check("http://EXAMPLE.com./")).toBe("example.com");
    expect(check("https://bücher.example/")).toBe("xn--bcher-kva.example");
    expect(check("https://[2606:2800:220:1::1]:25/")).toBe("2606:2800:220:1::1");
  });

  it("takes what the operator allows, and nothing beside it", () => {
    expect(check("http://crm:3000/", "crm, 10.1.0.0/16")).toBe("crm");
    expect(check("http://10.1.2.3/", "crm, 10.1.0.0/16")).toBe("10.1.2.3");
    expect(check("http://[::ffff:10.1.2.3]/", "10.1.0.0/16")).toBe("::ffff:a01:203");
    expect(check("http://10.2.0.1/", "crm, 10.1.0.0/16")).toMatch(/^must be reachable/);
    expect(check("http://crm2/", "crm")).toMatch(/^must be reachable/);
    expect(check("http://127.0.0.1/", "1")).toBe("127.0.0.1");
    expect(check("http://localhost/", "1")).toBe("localhost");
    expect(check("http://127.0.0.1/", "0")).toMatch(/^must be reachable/);
  });
});

describe("readAllowPrivate", () => {
  it("reads names, addresses and networks", () => {
    const allow = readAllowPrivate(" CRM.corp , 10.0.0.7,fd00::/8 ");
    expect([...allow.names]).toEqual(["crm.corp"]);
    expect(allow.networks.map(([network, bits]) => `${network.toString()}/${bits}`)).toEqual([
      "10.0.0.7/32",
      "fd00::/8",
    ]);
    expect(readAllowPrivate("")).toEqual(ALLOW_NONE);
  });

  it.each([
    "10.0.0.0/33",
    "10/8",
    "http://crm",
    "crm:3000",
    "*",
    "10.0.0",
    "a b",
    "::/129",
    "1,0",
    "true",
    "YES",
    "off",
    "all",
    "1,crm.corp",
  ])("refuses %s", (text) => {
    expect(() => readAllowPrivate(text)).toThrow(/is no/);
  });
});
