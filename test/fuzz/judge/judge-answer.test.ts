import { expect, test } from "vitest";
import { readDocument } from "../document/read-document.ts";
import type { Answer } from "../wire/answer-reader.ts";
import { createFindSecrets } from "./find-secrets.ts";
import { createJudge } from "./judge-answer.ts";
import type { Question } from "./judge-answer.ts";
import { createSchemas } from "./schemas.ts";

const errors = { content: { "application/json": { schema: { $ref: "#/components/schemas/ErrorBody" } } } };
const document = readDocument({
  openapi: "3.1.1",
  paths: {
    "/api/things": {
      get: {
        responses: {
          200: {
            headers: { "X-Request-Id": { required: true }, Location: { required: true } },
            content: { "application/json": { schema: { type: "object", required: ["name"] } } },
          },
          503: errors,
        },
      },
    },
  },
  components: {
    schemas: {
      ErrorBody: {
        type: "object",
        required: ["error", "message"],
        properties: {
          error: {
            type: "object",
            required: ["code"],
            properties: { code: { enum: ["NOT_FOUND", "UNAVAILABLE"] } },
          },
        },
      },
    },
  },
});
const judge = createJudge({
  schemas: createSchemas(document),
  findSecrets: createFindSecrets(new Map([["a secret of ours", "wild strawberries"]])),
});
const asked: Question = { operation: document.operations[0], method: "GET", requestId: "r1", isHttp: true };

const HEADERS = {
  "x-request-id": "r1",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
  "content-type": "application/json",
};

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: new Map(Object.entries({ ...HEADERS, location: "/", ...headers })),
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    isWhole: true,
  };
}

function error(code: string, message = "There is no such thing.") {
  return { error: { code, message }, message };
}

test("what is declared is fine: a success, the declared 503, and 404 or 503 where there is no route", () => {
  expect(judge(asked, answer(200, { name: "a" }))).toEqual([]);
  expect(judge(asked, answer(503, error("UNAVAILABLE"), { "retry-after": "2" }))).toEqual([]);
  const unknown = { ...asked, operation: undefined };
  expect(judge(unknown, answer(404, error("NOT_FOUND")))).toEqual([]);
  expect(judge(unknown, answer(503, error("UNAVAILABLE"), { "retry-after": "2" }))).toEqual([]);
});

test.each<[what: string, given: Answer, told: string]>([
  ["500", answer(500, error("NOT_FOUND")), "status 500"],
  ["another 5xx", answer(502, error("NOT_FOUND")), "status 502"],
  ["a status that isn't declared", answer(404, error("NOT_FOUND")), "status 404 isn't declared"],
  ["a body of another shape", answer(200, { nme: "a" }), "must have required property 'name'"],
  ["null", answer(200, { name: "a", of: [{ at: null }] }), "null at body.of.0.at"],
  ["no JSON", answer(200, "{"), "isn't JSON"],
  ["another type", answer(200, "a", { "content-type": "text/html" }), "the content type text/html"],
  [
    "a header that is missing",
    { ...answer(200, { name: "a" }), headers: new Map(Object.entries(HEADERS)) },
    "no header location",
  ],
  ["what may be sniffed", answer(200, { name: "a" }, { "x-content-type-options": "" }), "sniffed"],
  ["another request's id", answer(200, { name: "a" }, { "x-request-id": "r2" }), "another X-Request-Id"],
  ["a code that isn't of the list", answer(503, error("OOPS")), "must be equal to one of"],
  ["no message", answer(503, error("UNAVAILABLE", "")), "an error without a message"],
  ["two messages", answer(503, { ...error("UNAVAILABLE"), message: "else" }), "an error with two messages"],
  ["503 that says no time", answer(503, error("UNAVAILABLE")), "503 without Retry-After"],
  ["a stack", answer(200, { name: "a\n    at f (/x/y.js:1:2)" }.name), "a stack"],
  ["a key", answer(200, { name: "ofk_Nx4qJwS0dV2bTzK8mNx4q" }), "an API key"],
  ["a secret", answer(200, { name: "wild strawberries" }), "a secret of ours"],
  [
    "Postgres' own words",
    answer(503, error("UNAVAILABLE", 'relation "x" does not exist')),
    "words of Postgres",
  ],
])("%s is told", (_, given, told) => {
  expect(judge(asked, given).join("; ")).toContain(told);
});

test("what the server says before any route needs no declaration, what a route says does", () => {
  const refused = error("NOT_FOUND", "That is no HTTP.");
  expect(judge(asked, answer(431, refused, { "x-request-id": "of the server" }))).toEqual([]);
  expect(judge(asked, answer(431, refused)).join()).toContain("status 431 isn't declared");
});

test("a page for people may be kept and asked for again, and nothing else may", () => {
  const page = { "content-type": "text/html", etag: '"a"', "cache-control": "no-cache" };
  const unknown = { ...asked, operation: undefined, isHttp: false };
  expect(judge(unknown, answer(200, "<p>", page))).toEqual([]);
  const kept = "it may be kept on its way";
  expect(judge({ ...unknown, isHttp: true }, answer(200, "<p>", page))).toContain(kept);
  expect(
    judge(unknown, answer(200, { name: "a" }, { ...page, "content-type": "application/json" })),
  ).toContain(kept);
  expect(judge(unknown, answer(200, "<p>", { ...page, "cache-control": "max-age=60" }))).toContain(kept);
});
