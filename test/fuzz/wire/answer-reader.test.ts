import { expect, test } from "vitest";
import { createAnswerReader } from "./answer-reader.ts";
import type { Answer } from "./answer-reader.ts";

const STREAM = Buffer.from(
  "HTTP/1.1 100 Continue\r\n\r\n" +
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nA: 1\r\na: 2\r\n\r\nhello" +
    "HTTP/1.1 404 Not Found\r\nContent-Length: 7\r\n\r\n" +
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n" +
    "HTTP/1.1 204 No Content\r\n\r\n" +
    "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nto the end",
);

/** The answer to a HEAD has no body. */
const METHODS = ["GET", "HEAD", "GET", "GET", "GET"];

function readIn(pieces: readonly Buffer[]): string[] {
  const reader = createAnswerReader(METHODS);
  const answers: Answer[] = pieces.flatMap((piece) => reader.read(piece));
  const last = reader.end();
  return [...answers, ...(last ? [last] : [])].map(({ status, body }) => `${status} ${body.toString()}`);
}

const EXPECTED = ["200 hello", "404 ", "200 abcde", "204 ", "400 to the end"];

test("answers of all framings are read, whole or byte by byte", () => {
  expect(readIn([STREAM])).toEqual(EXPECTED);
  expect(readIn(Array.from(STREAM, (byte) => Buffer.from([byte])))).toEqual(EXPECTED);
});

test("headers of one name are one", () => {
  const [answer] = createAnswerReader(METHODS).read(STREAM);
  expect(answer?.headers.get("a")).toBe("1, 2");
});

test("what isn't HTTP is told", () => {
  expect(() => createAnswerReader(["GET"]).read(Buffer.from("SMTP ready\r\n\r\n"))).toThrow("no status line");
});
