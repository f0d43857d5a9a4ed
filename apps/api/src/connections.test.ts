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

/** Each with a key at once, and something under way, until there is no room: the names of those that go for them. */
function goneFor(
  { open, ask }: Pick<ReturnType<typeof setUp>, "open" | "ask">,
  all: Readonly<Record<string, Socket>>,
): string[] {
  const order: string[] = [];
  for (let n = 0; ; n++) {
    const socket = open();
    if (!socket) return order;
    ask(socket, `tea_${n}`);
    for (const [name, { destroyed }] of Object.entries(all))
      if (destroyed && !order.includes(name)) order.push(name);
  }
}

test("where all are taken, those go that have shown no key, the longest quiet first; one at work with a key stays", () => {
  const { open, opened, ask } = setUp(6);
  const [busy, kept, stranger, silent, later] = [opened(), opened(), opened(), opened(), opened()];
  ask(busy, "tea_busy");
  ask(kept, "tea_kept")?.();
  // A request of nobody keeps nothing: it is as if it had just come.
  ask(stranger);
  const all = { busy, kept, stranger, silent, later };
  expect(goneFor({ open, ask }, all)).toEqual(["silent", "later", "kept", "stranger"]);
  busy.emit("close");
  expect(open()).toBeDefined();
});

test("where few have shown no key, the team goes first that keeps the most idle", () => {
  const { open, opened, ask } = setUp(8);
  const [busy, modest, many, more, most] = [opened(), opened(), opened(), opened(), opened()];
  ask(busy, "tea_many");
  for (const socket of [many, more, most]) ask(socket, "tea_many")?.();
  ask(modest, "tea_modest")?.();
  // It is whose its last request was: a proxy sends those of many teams.
  ask(most, "tea_modest")?.();
  ask(most, "tea_many")?.();
  const [fresh, fresher] = [opened(), opened()];
  const all = { busy, modest, many, more, most, fresh, fresher };
  expect(goneFor({ open, ask }, all)).toEqual(["many", "more", "most", "modest", "fresh", "fresher"]);
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
