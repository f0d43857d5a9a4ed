import { once } from "node:events";
import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import { afterEach, expect, test, vi } from "vitest";
import { download } from "./client-of.ts";

afterEach(() => {
  vi.useRealTimers();
});

test("a download waits five minutes for its first byte, as for each one after it", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const api = { baseUrl: `http://127.0.0.1:${port}`, key: "ofk_the-key-of-this-test" };
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const read = async () => {
    let text = "";
    for await (const chunk of download(api, "/file", {}, new AbortController().signal))
      text += Buffer.from(chunk).toString();
    return text;
  };
  const asked = async (): Promise<ServerResponse> => (await once(server, "request"))[1];

  const [late, answer] = [read(), await asked()];
  await vi.advanceTimersByTimeAsync(299_000);
  answer.end("email");
  expect(await late).toBe("email");

  const never = read().catch((error: unknown) => error);
  await asked();
  await vi.advanceTimersByTimeAsync(301_000);
  expect(await never).toMatchObject({ message: expect.stringMatching(/doesn't answer/) });
  server.closeAllConnections();
  server.close();
});
