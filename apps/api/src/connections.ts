import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { ApiError } from "./errors/api-error.ts";

/** The connections of clients, and the requests that are under way on them. */
export interface Connections {
  readonly max: number;
  /**
   * Takes a new one in. Where there are as many as may be, one goes for it that has nothing under way, or whose request has
   * shown no good key yet: otherwise wrong keys would keep others out.
   * @returns false where there is none
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
  /** The responses of all requests that are under way or wait for their turn. */
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
  /** Whether the request that is under way has a good key, and is one of those that its team may have. */
  isAtWork: boolean;
}

interface Request {
  readonly response: ServerResponse;
  readonly run: () => void;
}

/**
 * Whoever holds connections without saying anything, without a key, or more of them than others, keeps nobody out: theirs
 * are the first that go. One request of a connection is under way at a time, and a team has half of them at most, so that
 * what it has wait leaves room. Whose a connection is, is whose its last request was: a proxy sends those of many teams.
 */
export function createConnections(max: number): Connections {
  const held = new Map<Socket, Held>();
  /** Connections of teams that are at work. */
  const counts = new Map<string, number>();
  const maxOfTeam = Math.max(1, Math.floor(max / 2));
  /** So many without a key may stay beside those that teams keep: a client that has just come is about to show one. */
  const newcomers = Math.floor(max / 4);
  // Those that may go, the oldest first.
  const strangers = new Set<Held>();
  const idle = new Map<string, Set<Held>>();

  /** Puts it where it belongs now. Strangers stay in the order in which they came, however much they ask for meanwhile. */
  function sort(one: Held): void {
    if (one.isAtWork) leave(one);
    else if (one.teamId === undefined) strangers.add(one);
    else {
      leave(one);
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
    if (!held.delete(one.socket)) return;
    leaveWork(one);
    leave(one);
    one.requests.clear();
  }

  function leaveWork(one: Held): void {
    if (!one.isAtWork || one.teamId === undefined) return;
    one.isAtWork = false;
    const left = (counts.get(one.teamId) ?? 1) - 1;
    if (left === 0) counts.delete(one.teamId);
    else counts.set(one.teamId, left);
  }

  function end(one: Held, request: Request): void {
    const wasFirst = firstOf(one.requests) === request;
    one.requests.delete(request);
    if (!wasFirst) return;
    leaveWork(one);
    sort(one);
    const next = firstOf(one.requests);
    // In a turn of its own: in this one, who sends many would come before all others.
    if (next) setImmediate(() => one.requests.has(next) && one.socket.writable && next.run());
  }

  return {
    max,
    open(socket) {
      if (held.size >= max && !makeRoom()) return false;
      const one: Held = { socket, requests: new Set(), isAtWork: false };
      held.set(socket, one);
      sort(one);
      // One that is queued behind others has no end of its own: it goes with its connection.
      socket.once("close", () => close(one));
      return true;
    },
    begin(incoming, response, run) {
      const one = held.get(incoming.socket);
      if (!one || one.requests.size >= PIPELINED_MAX) return false;
      const request: Request = { response, run };
      one.requests.add(request);
      response.once("close", () => end(one, request));
      if (one.requests.size === 1) run();
      return true;
    },
    belongs(incoming, teamId) {
      const one = held.get(incoming.socket);
      if (!one || one.isAtWork) return;
      leave(one);
      one.teamId = teamId;
      // Refused, it is no work: who only asks for more keeps nothing by that.
      sort(one);
      const count = counts.get(teamId) ?? 0;
      if (count >= maxOfTeam) throw tooMany(maxOfTeam);
      counts.set(teamId, count + 1);
      one.isAtWork = true;
      sort(one);
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
