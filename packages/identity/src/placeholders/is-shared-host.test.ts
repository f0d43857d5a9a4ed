import { beforeEach, expect, test, vi } from "vitest";

/** As a process has it that has judged no host yet: the first one that needs the lists has them read. */
beforeEach(() => vi.resetModules());
const load = () => import("./is-shared-host.ts");

test.each([
  ["facebook.com", "pages of people"],
  ["m.facebook.com", "below these"],
  ["gmail.com", "a large provider of mail"],
  ["0815.ru", "a small one, of the list"],
  ["co.uk", "a public suffix"],
  ["github.io", "a public suffix of a company"],
])("%s is shared: %s", async (host) => {
  const { isSharedHost } = await load();
  expect(isSharedHost(host)).toBe(true);
  expect(isSharedHost(host)).toBe(true);
});

test.each([
  ["acme.example", "nothing is known of it"],
  ["acme.co.uk", "below a public suffix"],
  ["acme.github.io", "below one of a company"],
  ["notfacebook.com", "it only ends so"],
  ["alibaba.com", "a large provider of mail that is a company too"],
])("%s is not: %s", async (host) => {
  const { isSharedHost } = await load();
  expect(isSharedHost(host)).toBe(false);
  expect(isSharedHost(host)).toBe(false);
});

test.each([
  ["co.uk", true],
  ["github.io", true],
  ["acme.co.uk", false],
  ["acme.example", false],
  ["example", false],
])("%s is a public suffix: %s", async (host, expected) => {
  const { isPublicSuffix } = await load();
  expect(isPublicSuffix(host)).toBe(expected);
});

test.each([
  ["gmail.com", true],
  ["free.fr", true],
  ["mail.acme.example", false],
  ["facebook.com", false],
])("everybody can have an address at %s: %s", async (host, expected) => {
  const { isMailHost } = await load();
  expect(isMailHost(host)).toBe(expected);
});
