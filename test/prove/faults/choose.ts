import type { AppProcess } from "../deployment/app-process.ts";
import type { Deployment } from "../deployment/deployment.ts";
import type { Random } from "../random.ts";

/** As names of faults have it. */
export type App = "API" | "worker";

/** One of several by chance; there has to be one. */
export function choose<T>(values: readonly T[], random: Random): T {
  const value = values[random.below(values.length)];
  if (value === undefined) throw new Error("There is nothing to choose from.");
  return value;
}

export function appsOf({ apis, workers }: Deployment, app: App): readonly AppProcess[] {
  return app === "API" ? apis : workers;
}

/** A whole number from one to another, both included. */
export function between(from: number, to: number, random: Random): number {
  return from + random.below(to - from + 1);
}
