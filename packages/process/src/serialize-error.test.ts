import { setServers } from "node:dns";
import { expect, test } from "vitest";
import { z } from "zod";
import { serializeError } from "./serialize-error.ts";

const WHO = "jane@example.com";

function thrownBy(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("It threw nothing.");
}

/** Makes an error as `pg` does. */
function ofPostgres(code: string, message: string): Error {
  return Object.assign(new Error(message), {
    severity: "ERROR",
    code,
    detail: `Key (email)=(${WHO}) exists.`,
  });
}

test.each([
  ["JSON that can't be read", thrownBy(() => JSON.parse(`{"email":${WHO}`))],
  ["JSON with something behind it", thrownBy(() => JSON.parse(`"${WHO}"x`))],
  ["a schema that knows no such key", thrownBy(() => z.strictObject({}).parse({ [WHO]: 1 }))],
  ["a schema's path", thrownBy(() => z.record(z.string(), z.number()).parse({ [WHO]: "x" }))],
  ["an argument of Node's", thrownBy(() => setServers([WHO]))],
  [
    "a value that Postgres can't read",
    ofPostgres("22P02", `invalid input syntax for type integer: "${WHO}"`),
  ],
  ["a row that Postgres refuses", ofPostgres("23505", "duplicate key")],
  ["a trigger of somebody's", ofPostgres("P0001", `${WHO} is not welcome`)],
  ["a class of errors to come", ofPostgres("ZZ000", WHO)],
  ["a message with a line like a frame", ofPostgres("22P02", `invalid\n    at ${WHO}\n    at ${WHO}`)],
  ["what isn't an error", WHO],
])("%s is told without what it quotes", (_what, error) => {
  const wrapped = new Error("it failed", { cause: error });
  for (const each of [error, wrapped]) expect(JSON.stringify(serializeError(each))).not.toContain("jane");
});

test("what quotes nothing keeps its message, its code and where it came from", () => {
  expect(serializeError(ofPostgres("42P01", 'relation "contacts" does not exist'))).toMatchObject({
    type: "Error",
    code: "42P01",
    message: 'relation "contacts" does not exist',
    stack: expect.stringContaining("serialize-error.test.ts"),
  });
  const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
  expect(serializeError(new TypeError("x is not a function", { cause: reset }))).toMatchObject({
    message: "x is not a function",
    cause: { code: "ECONNRESET", message: "read ECONNRESET" },
  });
  expect(JSON.stringify(serializeError(ofPostgres("42P01", "no such table")))).not.toContain("detail");
});
