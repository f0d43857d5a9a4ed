import { once } from "node:events";
import { createServer } from "node:net";
import type { Socket } from "node:net";
import { expect, test } from "vitest";
import { createLine } from "./talk.ts";

const ANSWER = "HTTP/1.1 204 No Content\r\n\r\n";
const ASKED = [Buffer.from("GET / HTTP/1.1\r\nHost: a\r\n\r\n")];
const OPTIONS = { methods: ["GET"], answers: 1, limitMs: 60_000 };

test.each([
  // The client has heard of it before it writes again, or only hears of it then.
  ["ends a kept connection", (socket: Socket) => socket.end()],
  ["resets a kept connection", (socket: Socket) => socket.resetAndDestroy()],
  [
    "closes a kept connection when it is written to",
    (socket: Socket) => void socket.on("data", () => socket.destroy()),
  ],
])("where the server %s, the next request has one of its own", async (_, leave) => {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on("error", () => {});
    socket.once("data", () => socket.write(ANSWER, () => leave(socket)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it has a port");
  using line = createLine(address.port);
  for (let n = 1; n <= 3; n++) {
    const { end, answers } = await line.talk(ASKED, OPTIONS);
    expect([end, answers.length]).toEqual(["answered", 1]);
    // The event loop has heard of what the server did.
    await new Promise((resolve) => void setImmediate(() => setImmediate(resolve)));
  }
  expect(connections).toBe(3);
  server.close();
});
