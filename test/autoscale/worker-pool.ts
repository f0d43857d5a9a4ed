import { findFreePort } from "@onefold/embedded";
import { spawnApp } from "../support/spawn-app.ts";
import type { SpawnedApp } from "../support/spawn-app.ts";

/** Worker processes, of which there are more or fewer as it is told. */
export interface WorkerPool extends AsyncDisposable {
  /** How many there are, those that start among them, those that stop not. */
  size(): number;
  /** Where those that take chunks serve their health. */
  ready(): readonly string[];
  /** Starts some, or ends the newest by SIGTERM alone, as an orchestrator does. It doesn't wait for either. */
  scaleTo(count: number): void;
  /** Waits until all have stopped that were told to, and gives how long that took each, in seconds. */
  settle(): Promise<Stops>;
}

interface Stops {
  readonly seconds: readonly number[];
  /** A text for each that ended by itself, or didn't stop in time or without an error. */
  readonly problems: readonly string[];
}

interface Member {
  readonly url: string;
  readonly starting: Promise<SpawnedApp>;
  isReady: boolean;
}

/** As long as Kubernetes lets a pod stop by default (terminationGracePeriodSeconds). */
const STOP_MS = 30_000;

export function createWorkerPool(env: Readonly<Record<string, string>>): WorkerPool {
  const members: Member[] = [];
  const spawned = new Set<Promise<SpawnedApp>>();
  const stopping: Promise<number>[] = [];

  function start(): Member {
    const starting = findFreePort().then(async (port) => {
      const app = await spawnApp("worker", { ...env, HEALTH_PORT: String(port) });
      Object.assign(member, { isReady: true, url: `http://127.0.0.1:${port}` });
      return app;
    });
    const member: Member = { url: "", starting, isReady: false };
    spawned.add(starting);
    // Whoever stops it is told.
    starting.catch(() => {});
    return member;
  }

  function stop(member: Member): void {
    const ended = member.starting.then(async (app) => {
      const startedAt = performance.now();
      await app.stop(STOP_MS);
      return (performance.now() - startedAt) / 1_000;
    });
    ended.catch(() => {});
    stopping.push(ended);
  }

  return {
    size: () => members.length,
    ready: () => members.filter(({ isReady }) => isReady).map(({ url }) => url),
    scaleTo(count) {
      while (members.length < count) members.push(start());
      for (const member of members.splice(count)) stop(member);
    },
    async settle() {
      const stops = await Promise.allSettled(stopping);
      return {
        seconds: stops.flatMap((each) => (each.status === "fulfilled" ? [each.value] : [])),
        problems: stops.flatMap((each) => (each.status === "rejected" ? [String(each.reason)] : [])),
      };
    },
    async [Symbol.asyncDispose]() {
      const apps = await Promise.allSettled(spawned);
      const running = apps.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
      await Promise.all(running.map((app) => app[Symbol.asyncDispose]()));
    },
  };
}
