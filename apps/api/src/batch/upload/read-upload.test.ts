import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { ApiError } from "../../errors/api-error.ts";
import { readUpload } from "./read-upload.ts";
import { createUploads } from "./uploads.ts";

/** What a body sent by `send` is read as, and how its reading ended. */
async function reading(send: (write: (text: string) => void, cut: () => void) => void) {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const socket = connect(typeof address === "object" ? (address?.port ?? 0) : 0, "127.0.0.1");
  socket.on("error", () => {});
  socket.write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n");
  const [incoming]: IncomingMessage[] = await once(server, "request");
  if (!incoming) throw new Error("there is a request");
  const uploads = createUploads();
  using slot = uploads.enter("tea", incoming.socket);
  send(
    (text) => socket.write(text),
    () => socket.destroy(),
  );
  let body = "";
  try {
    const pieces = readUpload(incoming, { isGzip: false, maxBytes: 1_000, slot, idleMs: 200 });
    for await (const piece of pieces) {
      body += piece.toString();
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
    error: "UPLOAD_BROKEN Nothing came for 0.2 seconds.",
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

test("a process takes eight uploads, a team four of them", () => {
  const uploads = createUploads();
  const slots = ["a", "a", "a", "a", "b", "b", "c"].map((team) => uploads.enter(team, {}));
  expect(() => uploads.enter("a", {})).toThrow("A team sends 4 uploads at once");
  slots.push(uploads.enter("d", {}));
  expect(() => uploads.enter("e", {})).toThrow("This server takes 8 uploads at once");
  slots[0]?.[Symbol.dispose]();
  const connection = {};
  const again = uploads.enter("a", connection);
  expect(uploads.has(connection)).toBe(true);
  again[Symbol.dispose]();
  expect(uploads.has(connection)).toBe(false);
  uploads.stop();
  expect(slots[1]?.signal.aborted).toBe(true);
  expect(() => uploads.enter("f", {})).toThrow("The service is stopping.");
});
