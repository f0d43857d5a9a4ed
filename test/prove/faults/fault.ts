import type { Deployment } from "../deployment/deployment.ts";
import type { BackendName, DeploymentOptions } from "../deployment/options.ts";
import type { Random } from "../random.ts";

/** Something that goes wrong in use, and that a deployment has to outlive. */
export interface Fault {
  /** As the table prints it. */
  readonly name: string;
  readonly backends: readonly BackendName[];
  /** What its deployment needs; faults that need the same share one. */
  readonly setup?: Partial<DeploymentOptions>;
  /** What may happen under it by right. */
  readonly allows?: { readonly toldLosses?: true; readonly deadlocks?: true };
  /** Why it can't be done on this machine, if so. */
  readonly whyNot?: () => Promise<string | undefined>;
  /** Does it once and puts back what it broke; returns how often something was broken. Chooses by `random` alone. */
  inject(deployment: Deployment, random: Random, signal: AbortSignal): Promise<number>;
}
