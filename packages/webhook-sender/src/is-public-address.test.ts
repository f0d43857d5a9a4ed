import { BlockList, isIPv4 } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPublicAddress } from "./is-public-address.ts";

/** The special-purpose registries of IANA, and what isn't unicast, as Node's own matcher takes them. */
const SPECIAL = [
  ..."0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24".split(
    " ",
  ),
  ..."192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15".split(" "),
  // Azure's wire server.
  "168.63.129.16/32",
  ..."198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4".split(" "),
  // Outside 2000::/3, and inside it.
  ..."::/3 4000::/2 8000::/1 2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20".split(" "),
];
// One list for each family, as a list with networks of IPv6 takes IPv4 addresses for mapped ones.
const special = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const network of SPECIAL) {
  const [address = "", bits] = network.split("/");
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  special[family].addSubnet(address, Number(bits), family);
}

const octet = fc.integer({ min: 0, max: 255 });
const ipv4 = fc.tuple(octet, octet, octet, octet);
/** IPv4 addresses of which half are special: the network's bits and any others. */
const inSpecialIpv4 = fc
  .tuple(fc.constantFrom(...SPECIAL.filter((network) => network.includes("."))), fc.nat(0xffffffff))
  .map(([network, host]) => {
    const [address = "", bits] = network.split("/");
    const base = address.split(".").reduce((value, part) => value * 256 + Number(part), 0);
    return octetsOf(base + (host % 2 ** (32 - Number(bits))));
  });
const anyIpv4 = fc.oneof(ipv4, inSpecialIpv4);
const group = fc.integer({ min: 0, max: 0xffff });
const ipv6 = fc.tuple(
  fc.oneof(
    group,
    fc.constantFrom(0, 0x2000, 0x2001, 0x2002, 0x2620, 0x3fff, 0xfc00, 0xfd12, 0xfe80, 0xfec0, 0xff02),
  ),
  fc.oneof(group, fc.constantFrom(0, 2, 0x4f, 0xdb8)),
  ...Array.from({ length: 6 }, () => fc.oneof(group, fc.constant(0))),
);

describe("isPublicAddress", () => {
  it("says of IPv4 what the registries say", () => {
    fc.assert(
      fc.property(anyIpv4, (octets) => {
        const address = octets.join(".");
        expect(isPublicAddress(address)).toBe(!special.ipv4.check(address, "ipv4"));
      }),
      { numRuns: 2000 },
    );
  });

  it("says the same of an IPv4 address that is written as IPv6 or behind NAT64", () => {
    fc.assert(
      fc.property(
        anyIpv4,
        fc.constantFrom("::ffff:", "0:0:0:0:0:FFFF:", "64:ff9b::", "0064:FF9B:0:0:0:0:"),
        (octets, prefix) => {
          const [a, b, c, d] = octets;
          const groups = [a * 256 + b, c * 256 + d].map((part) => part.toString(16)).join(":");
          const expected = isPublicAddress(octets.join("."));
          expect(isPublicAddress(prefix + octets.join("."))).toBe(expected);
          expect(isPublicAddress(prefix + groups)).toBe(expected);
        },
      ),
    );
  });

  it("refuses every other way to carry IPv4 in IPv6", () => {
    fc.assert(
      fc.property(ipv4, ([a, b, c, d]) => {
        const [high, low] = [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
        const wrapped = [
          `2002:${high}:${low}::1`,
          `2001:0:${high}:${low}::`,
          `2001::${high}:${low}`,
          `::${high}:${low}`,
          `::ffff:0:${high}:${low}`,
          `64:ff9b:1::${high}:${low}`,
        ];
        for (const address of wrapped) expect(isPublicAddress(address), address).toBe(false);
      }),
    );
  });

  it("says of IPv6 what the registries say", () => {
    fc.assert(
      fc.property(ipv6, (groups) => {
        const address = groups.map((part) => part.toString(16)).join(":");
        expect(isPublicAddress(address)).toBe(!special.ipv6.check(address, "ipv6"));
      }),
      { numRuns: 2000 },
    );
  });

  it("refuses the addresses that matter most, zones, and what is no address", () => {
    const refused =
      "127.0.0.1 169.254.169.254 168.63.129.16 ::ffff:168.63.129.16 64:ff9b::a83f:8110 0.0.0.0 255.255.255.255 100.100.100.200 192.168.1.1 ::1 :: fd00:ec2::254";
    for (const address of [
      ...refused.split(" "),
      "fe80::1",
      "fe80::1%eth0",
      "2a00::1%1",
      "",
      "localhost",
      "1.2.3.4/8",
    ])
      expect(isPublicAddress(address), address).toBe(false);
    for (const address of ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
      expect(isPublicAddress(address), address).toBe(true);
  });
});

function octetsOf(value: number): [number, number, number, number] {
  return [
    Math.floor(value / 2 ** 24),
    Math.floor(value / 2 ** 16) % 256,
    Math.floor(value / 256) % 256,
    value % 256,
  ];
}
