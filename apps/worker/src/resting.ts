/** Values that can't go now, and whoever has to go after one of them. */
export interface Resting<Value> {
  /** Keeps them, and gives them back after so long. */
  rest(values: readonly Value[], ms: number, giveBack: () => void): void;
  /** Keeps the value where it needs the lock of one that rests, or of one that follows such a one. */
  follows(value: Value): boolean;
  /** Gives back all that follow, in the order in which they came: what they followed is through. */
  takeFollowers(): Value[];
  size(): number;
  /** Gives back all, and forgets them. */
  clear(): Value[];
}

/**
 * Where values rest without being in anybody's way: who shares none of their locks goes on, and who does keeps its
 * place behind them.
 */
export function createResting<Value extends { readonly locks: readonly number[] }>(): Resting<Value> {
  const rests = new Map<readonly Value[], { timer: NodeJS.Timeout; locks: ReadonlySet<number> }>();
  let followers: Value[] = [];
  let followed = new Set<number>();

  return {
    rest(values, ms, giveBack) {
      const timer = setTimeout(() => {
        rests.delete(values);
        giveBack();
      }, ms);
      rests.set(values, { timer, locks: new Set(values.flatMap(({ locks }) => locks)) });
    },
    follows(value) {
      if (!value.locks.some(isAwaited)) return false;
      followers.push(value);
      for (const lock of value.locks) followed.add(lock);
      return true;
    },
    takeFollowers,
    size: () => followers.length + Array.from(rests.keys()).reduce((sum, values) => sum + values.length, 0),
    clear() {
      const values = [...Array.from(rests.keys()).flat(), ...takeFollowers()];
      for (const { timer } of rests.values()) clearTimeout(timer);
      rests.clear();
      return values;
    },
  };

  function takeFollowers(): Value[] {
    const taken = followers;
    followers = [];
    followed = new Set();
    return taken;
  }

  function isAwaited(lock: number): boolean {
    if (followed.has(lock)) return true;
    for (const { locks } of rests.values()) if (locks.has(lock)) return true;
    return false;
  }
}
