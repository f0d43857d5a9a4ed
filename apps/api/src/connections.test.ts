import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
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
  const ask = (socket: Socket, teamId?: string, onRun?: () => void) => {
    const incoming = new IncomingMessage(socket);
    const response = new ServerResponse(incoming);
    const end = () => void response.emit("close");
    let refusal: unknown;
    const isTaken = connections.begin(incoming, response, () => {
      onRun?.();
      try {
        if (teamId !== undefined) connections.belongs(incoming, teamId);
      } catch (error) {
        refusal = error;
        end();
      }
    });
    if (refusal !== undefined) throw refusal;
    return isTaken ? end : undefined;
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

test("where all are taken, those go that have shown no key, the oldest first; one at work with a key stays", () => {
  const { open, opened, ask } = setUp(6);
  const [busy, kept, stranger, silent, later] = [opened(), opened(), opened(), opened(), opened()];
  ask(busy, "tea_busy");
  ask(kept, "tea_kept")?.();
  // A request of nobody keeps nothing.
  ask(stranger);
  const all = { busy, kept, stranger, silent, later };
  expect(goneFor({ open, ask }, all)).toEqual(["stranger", "silent", "kept", "later"]);
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
  const sockets = [opened(), opened(), opened()];
  const ends = sockets.map((socket) => ask(socket, "tea_1"));
  const more = opened();
  expect(() => ask(more, "tea_1")).toThrow(/3 requests under way/);
  expect(ask(opened(), "tea_2")).toBeDefined();
  ends[0]?.();
  ends[0]?.();
  expect(ask(more, "tea_1")).toBeDefined();
  expect(() => ask(opened(), "tea_1")).toThrow(ApiError);
  sockets[1]?.emit("close");
  expect(ask(opened(), "tea_1")).toBeDefined();
  expect([...connections.responses()].length).toBe(4);
});

test("who is refused, and asks again and again, keeps nothing by it", () => {
  const { open, opened, ask } = setUp(4);
  for (let n = 0; n < 2; n++) ask(opened(), "tea_1");
  const more = [opened(), opened()];
  for (const socket of more) {
    expect(() => ask(socket, "tea_1")).toThrow(ApiError);
    // They wait behind one another for what will be refused as well.
    for (let n = 0; n < 5; n++) ask(socket);
  }
  expect([ask(opened(), "tea_2"), ask(opened(), "tea_2")]).not.toContain(undefined);
  expect(more.map(({ destroyed }) => destroyed)).toEqual([true, true]);
  expect(open()).toBeUndefined();
});

test("who sends one request after the other without waiting has one under way, and is cut off past 16", async () => {
  const { opened, ask } = setUp(6);
  const socket = opened();
  const ran: number[] = [];
  const ends = Array.from({ length: 16 }, (_, n) => ask(socket, "tea_1", () => ran.push(n)));
  expect(ask(socket)).toBeUndefined();
  expect(ran).toEqual([0]);
  for (const [n, end] of ends.entries()) {
    end?.();
    // Not before others had theirs.
    expect(ran.length).toBe(n + 1);
    await nextTurn();
    expect(ran.length).toBe(Math.min(n + 2, 16));
  }
});

test("a request that ends after its connection leaves nothing behind", () => {
  const { open, opened, ask } = setUp(2);
  const socket = opened();
  const end = ask(socket, "tea_1");
  socket.emit("close");
  end?.();
  for (const teamId of ["tea_2", "tea_3"]) ask(opened(), teamId);
  expect(open()).toBeUndefined();
});

test.each([
  ["is closed", (socket: Socket) => void socket.emit("close")],
  ["is about to be closed", (socket: Socket) => void socket.end()],
])("who waits for its turn on a connection that %s has none", async (_, leave) => {
  const { opened, ask } = setUp(6);
  const socket = opened();
  const end = ask(socket, "tea_1");
  let hasRun = false;
  ask(socket, "tea_1", () => (hasRun = true));
  end?.();
  leave(socket);
  await nextTurn();
  expect(hasRun).toBe(false);
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
      let asked: { readonly socket: Socket; readonly end: () => void; readonly isAtWork: boolean }[] = [];
      const alive = () => sockets.filter(({ destroyed }) => !destroyed);
      for (const { what, which, team } of acts) {
        const socket = alive()[which % alive().length];
        if (what === "open") {
          const working = new Set(asked.filter((each) => each.isAtWork).map((each) => each.socket));
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
            let isAtWork = false;
            const end = what === "ask" ? ask(socket) : ask(socket, team, () => (isAtWork = true));
            if (end) asked.push({ socket, end, isAtWork });
          } catch (error) {
            expect(error).toBeInstanceOf(ApiError);
          }
        }
        // Node tells of a request's end after that of its connection, too.
        for (const each of asked) if (each.socket.destroyed) each.end();
        asked = asked.filter((each) => !each.socket.destroyed);
        expect(alive().length).toBeLessThanOrEqual(8);
      }
    }),
  );
});
