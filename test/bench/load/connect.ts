import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { createAnswerReader } from "./answer-reader.ts";
import type { ReadAnswer } from "./answer-reader.ts";

export interface Connection extends Disposable {
  /** Sends one request; the next only after its answer (no pipelining). */
  send(request: string): void;
}

export interface ConnectionEvents {
  onAnswer(answer: ReadAnswer): void;
  onFailure(error: Error): void;
}

/** Opens a kept connection to a server on this machine. */
export async function connect(port: number, events: ConnectionEvents): Promise<Connection> {
  const socket = connectTcp({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  const read = createAnswerReader();
  socket.on("data", (bytes: Buffer) => {
    try {
      const answer = read(bytes);
      if (answer) events.onAnswer(answer);
    } catch (error) {
      events.onFailure(error instanceof Error ? error : new Error(String(error)));
    }
  });
  socket.on("error", events.onFailure);
  const onClose = () => events.onFailure(new Error("the server closed a connection"));
  socket.on("close", onClose);
  return {
    send: (request) => void socket.write(request, "latin1"),
    [Symbol.dispose]() {
      socket.off("close", onClose);
      socket.destroy();
    },
  };
}
