import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { ApiError } from "./errors/api-error.ts";

/** The connections of clients, and the requests that are under way on them. */
export interface Connections {
  readonly max: number;
  /**
   * Takes a new one in. Where there are as many as may be, one goes for it that has nothing under way.
   * @returns false where all of them have
   */
  open(socket: Socket): boolean;
  /**
   * A request has come in: runs it, after those that came before it on its connection have been answered.
   * @returns false where so many wait for that that none of them is to be taken any more
   */
  begin(request: IncomingMessage, response: ServerResponse, run: () => void): boolean;
  /**
   * Whose request it is.
   * @throws ApiError RATE_LIMITED where the team has as many under way as it may have
   */
  belongs(request: IncomingMessage, teamId: string): void;
  /** Of the requests under way, and of those that wait for their turn. */
  responses(): Iterable<ServerResponse>;
}

/** Requests of one connection; hardly any client sends a second before the first's answer. */
const PIPELINED_MAX = 16;

interface Held {
  readonly socket: Socket;
  /** The first is under way, the others wait for it. */
  readonly requests: Set<Request>;
  /** Whose the last request was that had a good key. */
  teamId?: string;
}

interface Request {
  readonly held: Held;
  readonly response: ServerResponse;
  readonly run: () => void;
  teamId?: string;
}

/**
 * Whoever holds connections without saying anything, without a key, or more of them than others, keeps nobody out: theirs
 * are the first that go. And a team has half of the requests at most, so that what it has wait leaves room. Whose a
 * connection is, is whose its last request was: a proxy sends those of many teams on it.
 */
export function createConnections(max: number): Connections {
  const held = new Map<Socket, Held>();
  const requests = new WeakMap<IncomingMessage, Request>();
  /** Requests of teams under way. */
  const counts = new Map<string, number>();
  const maxOfTeam = Math.max(1, Math.floor(max / 2));
  /** So many without a key may stay beside those that teams keep: a client that has just come is about to show one. */
  const newcomers = Math.floor(max / 4);
  // Those that may go, the longest unchanged first.
  const strangers = new Set<Held>();
  const idle = new Map<string, Set<Held>>();

  /** Puts it where it belongs now, behind the others there. */
  function sort(one: Held): void {
    leave(one);
    if (one.teamId === undefined) strangers.add(one);
    else if (one.requests.size === 0) {
      const ofTeam = idle.get(one.teamId);
      if (ofTeam) ofTeam.add(one);
      else idle.set(one.teamId, new Set([one]));
    }
  }

  function leave(one: Held): void {
    strangers.delete(one);
    if (one.teamId === undefined) return;
    const ofTeam = idle.get(one.teamId);
    if (ofTeam?.delete(one) && ofTeam.size === 0) idle.delete(one.teamId);
  }

  function makeRoom(): boolean {
    const ofTeam = strangers.size > newcomers ? undefined : largestOf(idle.values());
    const one = firstOf(ofTeam ?? strangers);
    if (!one) return false;
    close(one);
    one.socket.destroy();
    return true;
  }

  function close(one: Held): void {
    held.delete(one.socket);
    leave(one);
    for (const request of one.requests) end(request);
  }

  function end(request: Request): void {
    const { held: one, teamId } = request;
    const wasFirst = firstOf(one.requests) === request;
    if (!one.requests.delete(request)) return;
    if (teamId !== undefined) {
      const left = (counts.get(teamId) ?? 1) - 1;
      if (left === 0) counts.delete(teamId);
      else counts.set(teamId, left);
    }
    if (!held.has(one.socket)) return;
    const next = firstOf(one.requests);
    if (!next) sort(one);
    // In a turn of its own: in this one, who sends many would come before all others.
    else if (wasFirst) setImmediate(() => one.requests.has(next) && one.socket.writable && next.run());
  }

  return {
    max,
    open(socket) {
      if (held.size >= max && !makeRoom()) return false;
      const one: Held = { socket, requests: new Set() };
      held.set(socket, one);
      sort(one);
      // One that is queued behind others has no end of its own: it goes with its connection.
      socket.once("close", () => close(one));
      return true;
    },
    begin(incoming, response, run) {
      const one = held.get(incoming.socket);
      if (!one || one.requests.size >= PIPELINED_MAX) return false;
      const request: Request = { held: one, response, run };
      requests.set(incoming, request);
      one.requests.add(request);
      sort(one);
      response.once("close", () => end(request));
      if (one.requests.size === 1) run();
      return true;
    },
    belongs(incoming, teamId) {
      const request = requests.get(incoming);
      if (!request?.held.requests.has(request) || request.teamId !== undefined) return;
      const { held: one } = request;
      leave(one);
      one.teamId = teamId;
      const count = counts.get(teamId) ?? 0;
      if (count >= maxOfTeam) throw tooMany(maxOfTeam);
      request.teamId = teamId;
      counts.set(teamId, count + 1);
    },
    *responses() {
      for (const one of held.values()) for (const { response } of one.requests) yield response;
    },
  };
}

function firstOf<T>(set: ReadonlySet<T> | undefined): T | undefined {
  return set?.values().next().value;
}

function largestOf<T>(sets: Iterable<ReadonlySet<T>>): ReadonlySet<T> | undefined {
  let largest: ReadonlySet<T> | undefined;
  for (const set of sets) if (set.size > (largest?.size ?? 0)) largest = set;
  return largest;
}

function tooMany(max: number): ApiError {
  const message = `Your team has ${max} requests under way, as many as it may have. Nothing of this one was done: retry.`;
  return new ApiError("RATE_LIMITED", message, { headers: { "Retry-After": "1" } });
}
