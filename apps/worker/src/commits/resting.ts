/** Values that can't go now, and whoever has to go after one of them. */
export interface Resting<Value> {
  /** Keeps them, and gives them back after so long. */
  rest(values: readonly Value[], pause: Pause, giveBack: () => void): void;
  /** Keeps the value where it needs the lock of one before it that rests or follows. */
  follows(value: Value): boolean;
  /** Gives back all that follow, in the order in which they came: what they followed is through. */
  takeFollowers(): Value[];
  size(): number;
  /** Gives back all, and forgets them. */
  clear(): Value[];
}

export interface Pause {
  readonly ms: number;
  /** Before all who share a lock, also those who came earlier. */
  readonly goesFirst: boolean;
}

interface Ordered {
  /** Rises in the order in which they came. */
  readonly place: number;
  readonly locks: readonly number[];
  /** Its locks, and those after whose holders it has to go. */
  readonly needs: readonly number[];
}

/** Before all others. */
const FIRST = -1;

/**
 * Where values rest without being in anybody's way: who shares none of their locks goes on, and who does keeps its
 * place behind them. Each follows only who came before it, so that no two wait for each other.
 */
export function createResting<Value extends Ordered>(): Resting<Value> {
  const rests = new Map<readonly Value[], { timer: NodeJS.Timeout; places: ReadonlyMap<number, number> }>();
  let followers: Value[] = [];
  /** By lock, the first place of those that follow. */
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
