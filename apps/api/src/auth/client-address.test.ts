import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { createClientAddress, trustedProxiesVariable } from "./client-address.ts";

function addressOf(remote: string, forwarded: string | undefined, proxies: string): string {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: remote });
  const incoming = new IncomingMessage(socket);
  if (forwarded !== undefined) incoming.headers["x-forwarded-for"] = forwarded;
  return createClientAddress(trustedProxiesVariable.schema.parse(proxies))(incoming);
}

test.each([
  ["203.0.113.9", undefined, "", "203.0.113.9"],
  // A header from an address that isn't trusted is not believed.
  ["203.0.113.9", "198.51.100.1", "", "203.0.113.9"],
  ["203.0.113.9", "198.51.100.1", "10.0.0.0/8", "203.0.113.9"],
  ["10.1.2.3", "198.51.100.1", "10.0.0.0/8", "198.51.100.1"],
  ["::ffff:10.1.2.3", "198.51.100.1", "10.0.0.0/8", "198.51.100.1"],
  // The client can write the beginning of the header; the proxy adds to its end.
  ["10.1.2.3", "1.1.1.1, 198.51.100.1", "10.0.0.0/8", "198.51.100.1"],
  ["10.1.2.3", "1.1.1.1, 198.51.100.1, 10.9.9.9", "10.0.0.0/8", "198.51.100.1"],
  ["10.1.2.3", "nonsense", "10.0.0.0/8", "10.1.2.3"],
  ["10.1.2.3", "", "10.0.0.0/8", "10.1.2.3"],
  ["10.1.2.3", "10.9.9.9", "10.0.0.0/8", "10.9.9.9"],
  ["::1", "2001:db8:1:2:3:4:5:6", "127.0.0.1, ::1", "2001:db8:1:2::/64"],
  ["2001:db8::1", undefined, "", "2001:db8:0:0::/64"],
  ["2001:db8:1:2:ffff::1", undefined, "", "2001:db8:1:2::/64"],
])("%s with %s, trusting %s, is %s", (remote, forwarded, proxies, expected) => {
  expect(addressOf(remote, forwarded, proxies)).toBe(expected);
});

test.each(["10.0.0.0/33", "10.0.0", "proxy.internal", "10.0.0.0/8/8", "::/129", "10.0.0.1/"])(
  "%s is no proxy",
  (text) => {
    expect(trustedProxiesVariable.schema.safeParse(text).success).toBe(false);
  },
);
