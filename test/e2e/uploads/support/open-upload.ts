import { connect } from "node:net";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { basic } from "../../support/client.ts";

/** An upload on a connection of its own, whose body is written bit by bit. */
export interface RawUpload {
  /** Resolves when the connection has taken it. */
  write(body: string): Promise<void>;
  /** Ends the body. @returns the whole answer */
  end(): Promise<string>;
  /** The whole answer, the body being open. */
  answer(): Promise<string>;
  /** Cuts the connection. */
  destroy(): void;
}

export async function openUpload(
  url: string,
  key: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<RawUpload> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const answer = text(socket);
  answer.catch(() => {});
  const head = {
    Host: `${hostname}:${port}`,
    Authorization: basic("", key),
    Connection: "close",
    "Transfer-Encoding": "chunked",
    ...headers,
  };
  const fields = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`POST ${path} HTTP/1.1\r\n${fields.join("")}\r\n`);

  async function write(chunk: string): Promise<void> {
    const size = Buffer.byteLength(chunk).toString(16);
    if (!socket.write(`${size}\r\n${chunk}\r\n`)) await once(socket, "drain");
  }

  return {
    write,
    async end() {
      socket.write("0\r\n\r\n");
      return await answer;
    },
    answer: () => answer,
    destroy: () => socket.destroy(),
  };
}
