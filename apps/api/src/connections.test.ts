import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createConnections } from "./connections.ts";
import { ApiError } from "./errors/api-error.ts";

function setUp(max: number) {
  const connections = createConnections(max);
  const open = () => {
    const socket = new Socket();
    return connections.open(socket) ? socket : undefined;
  };
  const opened = () => open() ?? expect.fail("there is no room");
  /** A request on it, of a team where it has a good key; what it gives ends it. */
  const ask = (socket: Socket, teamId?: string) => {
    const incoming = new IncomingMessage(socket);
    const response = new ServerResponse(incoming);
    if (!connections.begin(incoming, response)) return undefined;
    const end = () => void response.emit("close");
    try {
      if (teamId !== undefined) connections.belongs(incoming, teamId);
    } catch (error) {
      end();
      throw error;
    }
    return end;
  };
  return { connections, open, opened, ask };
}

test("where all are taken, who has shown no key goes, the longest quiet first, then the team that keeps the most idle", () => {
  const { open, opened, ask } = setUp(7);
  const stranger = opened();
  ask(stranger);
  const [busy, modest, many, more] = [opened(), opened(), opened(), opened()];
  ask(busy, "tea_busy");
  ask(modest, "tea_modest")?.();
  ask(many, "tea_many")?.();
  ask(more, "tea_many")?.();
  const [silent, later] = [opened(), opened()];
  const all = { silent, later, stranger, many, more, modest, busy };
  const gone = () =>
    Object.entries(all)
      .filter(([, socket]) => socket.destroyed)
      .map(([name]) => name);
  const order: string[] = [];
  for (let n = 0; n < 6; n++) {
    const before = gone();
    // Whoever comes has a good key at once, and something under way.
    ask(opened(), `tea_${n}`);
    order.push(...gone().filter((name) => !before.includes(name)));
  }
  expect(order).toEqual(["stranger", "silent", "later", "many", "modest", "more"]);
  expect(open()).toBeUndefined();
  busy.emit("close");
  expect(open()).toBeDefined();
});

test("a team has half of the requests under way, and gets each back once", () => {
  const { connections, opened, ask } = setUp(6);
  const [one, two] = [opened(), opened()];
  const ends = [one, one, two].map((socket) => ask(socket, "tea_1"));
  expect(() => ask(two, "tea_1")).toThrow(/3 requests under way/);
  expect(ask(two, "tea_2")).toBeDefined();
  ends[0]?.();
  ends[0]?.();
  expect(ask(two, "tea_1")).toBeDefined();
  expect(() => ask(two, "tea_1")).toThrow(ApiError);
  one.emit("close");
  expect(ask(two, "tea_1")).toBeDefined();
  expect([...connections.responses()].length).toBe(4);
});

test("a team has half of the connections, whatever it has under way; one more is closed with its answer", () => {
  const { opened, ask } = setUp(6);
  const sockets = Array.from({ length: 3 }, opened);
  for (const socket of sockets) ask(socket, "tea_1")?.();
  const more = opened();
  expect(() => ask(more, "tea_1")).toThrow(
    expect.objectContaining({
      code: "RATE_LIMITED",
      headers: expect.objectContaining({ Connection: "close" }),
    }),
  );
  expect(ask(more, "tea_2")).toBeDefined();
  sockets[0]?.emit("close");
  expect(ask(opened(), "tea_1")).toBeDefined();
  // By a proxy, it is another team's now.
  ask(sockets[1] ?? more, "tea_3");
  expect(ask(opened(), "tea_1")).toBeDefined();
});

test("who sends one request after the other without waiting is cut off", () => {
  const { opened, ask } = setUp(6);
  const socket = opened();
  const ends = Array.from({ length: 16 }, () => ask(socket));
  expect(ask(socket)).toBeUndefined();
  ends[3]?.();
  expect(ask(socket)).toBeDefined();
});

test("whatever comes and goes, there are never more than there may be, and those of a team at work are never closed", () => {
  const act = fc.record({
    what: fc.constantFrom("open", "ask", "ask as a team", "answer", "close"),
    which: fc.nat(),
    team: fc.constantFrom("tea_1", "tea_2", "tea_3"),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 200 }), (acts) => {
      const { open, ask } = setUp(8);
      const sockets: Socket[] = [];
      const known = new Set<Socket>();
      let asked: { readonly socket: Socket; readonly end: () => void }[] = [];
      const alive = () => sockets.filter(({ destroyed }) => !destroyed);
      for (const { what, which, team } of acts) {
        const socket = alive()[which % alive().length];
        if (what === "open") {
          const working = new Set(asked.map((each) => each.socket).filter((each) => known.has(each)));
          const fresh = open();
          if (fresh) sockets.push(fresh);
          else expect(working.size).toBe(8);
          expect([...working].some(({ destroyed }) => destroyed)).toBe(false);
        } else if (what === "answer") asked.splice(which % (asked.length + 1), 1)[0]?.end();
        else if (what === "close" && socket) {
          socket.destroy();
          socket.emit("close");
        } else if (socket) {
          try {
            const end = ask(socket, what === "ask" ? undefined : team);
            if (end) asked.push({ socket, end });
            if (end && what !== "ask") known.add(socket);
          } catch (error) {
            expect(error).toBeInstanceOf(ApiError);
          }
        }
        asked = asked.filter((each) => !each.socket.destroyed);
        expect(alive().length).toBeLessThanOrEqual(8);
      }
    }),
  );
});
