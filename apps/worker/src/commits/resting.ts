/** Values that can't go now, and those that have to go after one of them. */
export interface Resting<Value> {
  /** Keeps the values, and calls `giveBack` after the pause. */
  rest(values: readonly Value[], pause: Pause, giveBack: () => void): void;
  /** Keeps the value if it needs a lock of an earlier one that rests or follows. Says whether it does. */
  follows(value: Value): boolean;
  /** Gives back all that follow, in the order in which they came. Call it when what they followed is through. */
  takeFollowers(): Value[];
  size(): number;
  /** Gives back all values, and forgets them. */
  clear(): Value[];
}

export interface Pause {
  readonly ms: number;
  /** Whether the values go before all that share a lock, even before those that came earlier. */
  readonly goesFirst: boolean;
}

interface Ordered {
  /** A number that rises in the order in which values came. */
  readonly place: number;
  readonly locks: readonly number[];
  /** The value's own locks, and those whose holders it has to go after. */
  readonly needs: readonly number[];
}

/** The place before all others. */
const FIRST = -1;

/**
 * Keeps values that rest, without being in the way of others. A value that shares none of their locks goes on; one that
 * does keeps its place behind them. A value follows only one that came before it, so no two wait for each other.
 */
export function createResting<Value extends Ordered>(): Resting<Value> {
  const rests = new Map<readonly Value[], { timer: NodeJS.Timeout; places: ReadonlyMap<number, number> }>();
  let followers: Value[] = [];
  /** By lock, the first place of the values that follow. */
  let followed = new Map<number, number>();

  return {
    rest(values, { ms, goesFirst }, giveBack) {
      const timer = setTimeout(() => {
        rests.delete(values);
        giveBack();
      }, ms);
      const places = new Map<number, number>();
      for (const value of values) note(places, value.locks, goesFirst ? FIRST : value.place);
      rests.set(values, { timer, places });
    },
    follows(value) {
      if (!value.needs.some((lock) => isAwaited(lock, value.place))) return false;
      followers.push(value);
      note(followed, value.locks, value.place);
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
    followed = new Map();
    return taken;
  }

  function isAwaited(lock: number, place: number): boolean {
    if (isBefore(followed, lock, place)) return true;
    for (const { places } of rests.values()) if (isBefore(places, lock, place)) return true;
    return false;
  }
}

function note(places: Map<number, number>, locks: readonly number[], place: number): void {
  for (const lock of locks) places.set(lock, Math.min(place, places.get(lock) ?? place));
}

function isBefore(places: ReadonlyMap<number, number>, lock: number, place: number): boolean {
  return (places.get(lock) ?? place) < place;
}
