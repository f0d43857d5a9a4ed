import fc from "fast-check";
import { expect, test } from "vitest";
import { parseHostsUrl, showHosts } from "./hosts-url.ts";

const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/);
const host = fc.oneof(
  fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join(".")),
  fc.ipV4(),
  fc.constantFrom("::1", "2001:db8::7"),
);
const hosts = fc.array(fc.record({ host, port: fc.integer({ min: 1, max: 65_535 }) }), {
  minLength: 1,
  maxLength: 5,
});
const secret = fc.string({ unit: "grapheme", maxLength: 20 });

test("what is written comes out again, whatever user and password are", () => {
  fc.assert(
    fc.property(
      hosts,
      secret,
      secret,
      fc.stringMatching(/^[a-z0-9]{0,10}$/),
      (list, username, password, path) => {
        const [user, pass] = [username, password].map(encodeURIComponent);
        const text = `redis+cluster://${user}:${pass}@${showHosts(list)}/${path}?shards=3`;
        expect(parseHostsUrl(text, 1)).toMatchObject({
          protocol: "redis+cluster:",
          hosts: list,
          path,
          ...(username !== "" && { username }),
          ...(password !== "" && { password }),
        });
      },
    ),
  );
});

test("nothing that is given makes it fail", () => {
  fc.assert(
    fc.property(fc.string(), secret, (text, password) => {
      const parsed = parseHostsUrl(`redis+cluster://u:${encodeURIComponent(password)}@${text}`, 1);
      if (parsed) for (const { host: name } of parsed.hosts) expect(name).not.toBe("");
    }),
  );
});

test.each([
  ["a", "redis+cluster://a", [{ host: "a", port: 6379 }]],
  [
    "two",
    "redis+cluster://a:1,b",
    [
      { host: "a", port: 1 },
      { host: "b", port: 6379 },
    ],
  ],
  [
    "IPv6",
    "redis+cluster://[::1]:7,[::2]",
    [
      { host: "::1", port: 7 },
      { host: "::2", port: 6379 },
    ],
  ],
])("%s", (_, text, expected) => {
  expect(parseHostsUrl(text, 6379)?.hosts).toEqual(expected);
});

test.each([
  "",
  "redis+cluster://",
  "redis+cluster://a,",
  "redis+cluster://a:b",
  "redis+cluster://a:70000",
  "a,b",
  "x://%zz@a",
])("%j isn't one", (text) => {
  expect(parseHostsUrl(text, 6379)).toBeUndefined();
});
