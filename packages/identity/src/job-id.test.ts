import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createJobIds } from "./job-id.ts";

const SECRET = "a secret of the tests";
const ids = createJobIds(SECRET);
const team = fc.stringMatching(/^tea_[0-9A-Za-z]{1,17}$/);
const owner = fc.constantFrom(undefined, "key_1");
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });

test("an issued id says when it was accepted, to its own team and in any process with the secret", () => {
  const elsewhere = createJobIds(Buffer.from(SECRET));
  fc.assert(
    fc.property(team, time, (teamId, acceptedAt) => {
      const id = ids.issue(teamId, acceptedAt);
      expect(id).toMatch(/^job_[0-9A-Za-z]{30}$/);
      expect(ids.read(teamId, id)?.acceptedAt).toBe(acceptedAt);
      expect(elsewhere.read(teamId, id)?.acceptedAt).toBe(acceptedAt);
    }),
  );
});

test("an id that an earlier release has issued is known, with its owner", () => {
  const now = createJobIds(SECRET);
  const [bare, owned] = [
    "job_03lBsC9E5KKqKrfBg6JvbMPBA8WFrs",
    "job_03lBsC9E3bJRn0Fr4kllpphSwgyS4G0E6cp4WIwD41JbyGHC8K",
  ];
  for (const id of [bare, owned]) expect(now.read("tea_1", id)?.acceptedAt).toBe(1_700_000_000_000);
  expect(now.read("tea_1", owned)?.isOf("key_1")).toBe(true);
  const again = now.issue("tea_1", 1_700_000_000_000, "key_1");
  expect(now.read("tea_1", again)?.isOf("key_1")).toBe(true);
});

test("another team's id is unknown, and so is one of another secret", () => {
  const others = createJobIds("another secret");
  fc.assert(
    fc.property(team, team, time, (mine, theirs, acceptedAt) => {
      fc.pre(mine !== theirs);
      expect(ids.read(mine, ids.issue(theirs, acceptedAt))).toBeUndefined();
      expect(ids.read(mine, others.issue(mine, acceptedAt))).toBeUndefined();
    }),
  );
});

test("an id that is a key's own says so to that key alone, and one without an owner to none", () => {
  fc.assert(
    fc.property(team, time, fc.string(), fc.string(), (teamId, acceptedAt, mine, theirs) => {
      fc.pre(mine !== theirs);
      const id = ids.issue(teamId, acceptedAt, mine);
      expect(id).toMatch(/^job_[0-9A-Za-z]{50}$/);
      expect(ids.read(teamId, id)?.acceptedAt).toBe(acceptedAt);
      expect(ids.read(teamId, id)?.isOf(mine)).toBe(true);
      expect(ids.read(teamId, id)?.isOf(theirs)).toBe(false);
      expect(ids.read(teamId, ids.issue(teamId, acceptedAt))?.isOf(mine)).toBe(false);
      // The owner of one id can't be put on another id.
      const moved = ids.issue(teamId, acceptedAt, theirs).slice(0, 34) + id.slice(34);
      expect(ids.read(teamId, moved)).toBeUndefined();
      // An id without its owner is no id either.
      expect(ids.read(teamId, id.slice(0, 34))).toBeUndefined();
    }),
  );
});

test("an id with one character changed, more or less is unknown", () => {
  fc.assert(
    fc.property(
      team,
      time,
      fc.nat({ max: 53 }),
      fc.constantFrom(..."0Zaz-_é"),
      owner,
      (teamId, acceptedAt, at, char, keyId) => {
        const id = ids.issue(teamId, acceptedAt, keyId);
        const changed = id.slice(0, at) + char + id.slice(at + 1);
        fc.pre(changed !== id && changed.length <= id.length);
        expect(ids.read(teamId, changed)).toBeUndefined();
        expect(ids.read(teamId, id + char)).toBeUndefined();
        expect(ids.read(teamId, id.slice(0, -1))).toBeUndefined();
      },
    ),
  );
});

test("made-up ids are unknown", () => {
  const madeUp = fc.oneof(
    fc.string(),
    fc.stringMatching(/^job_[0-9A-Za-z]{30}$/),
    fc.constantFrom("", "job_", `job_${"0".repeat(30)}`, `job_${"z".repeat(30)}`),
  );
  fc.assert(fc.property(team, madeUp, (teamId, text) => ids.read(teamId, text) === undefined));
});

test("ids of one team and one millisecond differ, past the pool of random bytes", () => {
  const all = Array.from({ length: 2_000 }, () => ids.issue("tea_1", 1_700_000_000_000));
  expect(new Set(all).size).toBe(all.length);
  // Processes that have just begun don't issue the same ones either.
  const firsts = Array.from({ length: 300 }, () => createJobIds(SECRET).issue("tea_1", 1_700_000_000_000));
  expect(new Set(firsts).size).toBe(firsts.length);
});

test("ids sort by time of acceptance", () => {
  fc.assert(
    fc.property(time, time, owner, owner, (a, b, one, other) => {
      fc.pre(a < b);
      expect(ids.issue("tea_1", a, one) < ids.issue("tea_1", b, other)).toBe(true);
    }),
  );
});

test("an empty secret is refused", () => {
  expect(() => createJobIds("")).toThrow("the secret of the job ids is empty");
  expect(() => createJobIds(new Uint8Array())).toThrow(RangeError);
});
