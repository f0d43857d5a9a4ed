/** A metric and the value at which there are as many workers as it needs. */
export interface Signal {
  /** Undefined where it can't be read. */
  readonly value: number | undefined;
  readonly target: number;
}

interface ScalingRule {
  readonly min: number;
  readonly max: number;
  /** Workers are taken away once every advice of so many milliseconds was lower. */
  readonly downWindowMs: number;
}

/** What the signals asked for at a time, in milliseconds of any clock that only goes on. */
export interface Advice {
  readonly at: number;
  readonly workers: number;
}

export interface Scaling {
  /** How many workers there are, those that still start among them. */
  readonly current: number;
  readonly signals: readonly Signal[];
  readonly rule: ScalingRule;
  readonly at: number;
  /** As the call before gave it; none at first. */
  readonly advice: readonly Advice[];
}

/** A metric that is so near to its target changes nothing. */
const TOLERANCE = 0.1;

/**
 * Says how many workers there should be, as Kubernetes' HorizontalPodAutoscaler does without policies of its own
 * (kubernetes.io, "Horizontal Pod Autoscaling", algorithm details and stabilization window): the most that any signal
 * asks for, at once where that is more, and where it is less, the most of what was advised within the window.
 * @returns that number, and the advice for the next call
 */
export function desiredWorkers({ current, signals, rule, at, advice }: Scaling): {
  readonly workers: number;
  readonly advice: readonly Advice[];
} {
  const asked = within(rule, Math.max(...signals.map((signal) => askedBy(signal, current))));
  const recent = [...advice.filter((each) => at - each.at < rule.downWindowMs), { at, workers: asked }];
  const lowest = Math.max(...recent.map(({ workers }) => workers));
  return { workers: asked >= current ? asked : within(rule, Math.min(current, lowest)), advice: recent };
}

/** Nobody is sent away by a metric that can't be read. */
function askedBy({ value, target }: Signal, current: number): number {
  if (value === undefined) return current;
  const ratio = value / target;
  return Math.abs(ratio - 1) <= TOLERANCE ? current : Math.ceil(current * ratio);
}

function within({ min, max }: ScalingRule, workers: number): number {
  return Math.min(max, Math.max(min, workers));
}
