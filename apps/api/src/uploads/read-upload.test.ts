import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { ApiError } from "../errors/api-error.ts";
import { readUpload } from "./read-upload.ts";
import { createUploads } from "./uploads.ts";

const TOO_SLOW =
  "UPLOAD_BROKEN Less than 40 bytes came in 0.2 seconds: an upload isn't held open for so little.";

/** Gives what the body is read as that `send` sends, and how its reading ended. */
async function reading(
  send: (write: (text: string) => void, cut: () => void) => void,
  betweenPieces: () => Promise<unknown> = () => Promise.resolve(),
) {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const socket = connect(typeof address === "object" ? (address?.port ?? 0) : 0, "127.0.0.1");
  socket.on("error", () => {});
  socket.write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n");
  const [incoming]: IncomingMessage[] = await once(server, "request");
  if (!incoming) throw new Error("there is a request");
  const uploads = createUploads();
  using slot = uploads.enter(keyOf("tea"), incoming.socket);
  send(
    (text) => socket.write(text),
    () => socket.destroy(),
  );
  let body = "";
  try {
    const pieces = readUpload(incoming, {
      isGzip: false,
      maxBytes: 1_000,
      slot,
      leastRate: { bytes: 40, inMs: 200 },
    });
    for await (const piece of pieces) {
      body += piece.toString();
      await betweenPieces();
      if (body === "stop") uploads.stop();
    }
    return { body };
  } catch (error) {
    return { body, error: error instanceof ApiError ? `${error.code} ${error.message}` : error };
  } finally {
    socket.destroy();
    server.close();
  }
}

test("a body is read to its end", async () => {
  expect(await reading((write) => write("x".repeat(100)))).toEqual({ body: "x".repeat(100) });
});

test("one that falls silent, breaks off, or whose process stops is broken", async () => {
  expect(await reading((write) => write("abc"))).toEqual({
    body: "abc",
    error: TOO_SLOW,
  });
  expect(await reading((_, cut) => cut())).toEqual({
    body: "",
    error: "UPLOAD_BROKEN The connection broke off.",
  });
  expect(await reading((write) => write("stop"))).toEqual({
    body: "stop",
    error: "UNAVAILABLE The service is stopping.",
  });
});

test("one that comes byte by byte is broken too, one that nobody asks for isn't", async () => {
  let trickling: NodeJS.Timeout | undefined;
  const slow = await reading((write) => (trickling = setInterval(() => write("x"), 20)));
  clearInterval(trickling);
  expect(slow).toMatchObject({ error: TOO_SLOW });
  expect(slow.body.length).toBeLessThan(40);
  const waited = await reading(
    (write) => write("x".repeat(100)),
    () => delay(500),
  );
  expect(waited).toEqual({ body: "x".repeat(100) });
});

test("a process takes eight uploads, a team four of them, a key two", () => {
  const uploads = createUploads();
  const enter = (team: string, key = "key") => uploads.enter(keyOf(team, key), {});
  const slots = [enter("a"), enter("a")];
  expect(() => enter("a")).toThrow(refusal("RATE_LIMITED", "A key sends 2 uploads at once"));
  slots.push(enter("a", "admin"), enter("a", "third"));
  expect(() => enter("a", "fourth")).toThrow(refusal("RATE_LIMITED", "A team sends 4 uploads at once"));
  slots.push(enter("b"), enter("b"), enter("c"), enter("d"));
  expect(() => enter("e")).toThrow(refusal("UNAVAILABLE", "This server takes 8 uploads at once"));
  slots[0]?.[Symbol.dispose]();
  const connection = {};
  const again = uploads.enter(keyOf("a"), connection);
  expect(uploads.has(connection)).toBe(true);
  again[Symbol.dispose]();
  expect(uploads.has(connection)).toBe(false);
  uploads.stop();
  expect(slots[1]?.signal.aborted).toBe(true);
  expect(() => enter("f")).toThrow("The service is stopping.");
});

test("where there are enough, one that is under way already is told that it is the same", () => {
  const uploads = createUploads();
  const enter = (name?: string) => uploads.enter(keyOf("a"), {}, name);
  enter("fair");
  enter("fair");
  expect(() => enter("fair")).toThrow(expect.objectContaining({ code: "UPLOAD_STOPPED" }));
  expect(() => enter("other")).toThrow(refusal("RATE_LIMITED", "A key sends 2 uploads at once"));
  expect(() => enter()).toThrow(refusal("RATE_LIMITED", "A key sends 2 uploads at once"));
});

function keyOf(teamId: string, keyId = "key") {
  return { teamId, keyId };
}

/** All refusals tell when to come again. */
function refusal(code: string, message: string) {
  const headers = { "Retry-After": "10" };
  return expect.objectContaining({ code, headers, message: expect.stringContaining(message) });
}
