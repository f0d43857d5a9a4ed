import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { onceClosed } from "./once-closed.ts";

test("what is to be given back is given back once, also where the client has gone before", () => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const ran: string[] = [];
  onceClosed(response, () => ran.push("first"));
  expect(ran).toEqual([]);
  response.destroy();
  response.emit("close");
  onceClosed(response, () => ran.push("second"));
  response.emit("close");
  expect(ran).toEqual(["first", "second"]);
});
