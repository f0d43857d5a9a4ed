import type { Names, OnConflict, Write } from "../history/write.ts";
import type { Random } from "../random.ts";
import { chooseNames, PEOPLE, spell } from "./people.ts";

/** By this field's value a write is found again: no two writes give it the same one. */
export const MARK = "firstName";
/** Of few values, so that the same is written twice. */
const SHARED = "jobTitle";
const CLEARED = ["jobTitle", "lastName"] as const;

export interface Composed {
  readonly write: Write;
  /** As it is sent. */
  readonly body: Record<string, unknown>;
}

/** A write of a random person, or of two who get mixed up. */
export function composeWrite(id: string, onConflict: OnConflict, random: Random): Composed {
  const names = mixedNames(random);
  const clear = random.chance(0.1) ? [random.pick([...CLEARED])] : [];
  const given = {
    [MARK]: `f ${id}`,
    ...(random.chance(0.5) && { lastName: `l ${id}` }),
    ...(random.chance(0.4) && { [SHARED]: `Title ${random.below(4)}` }),
  };
  const set = Object.fromEntries(
    Object.entries(given).filter(([field]) => !clear.some((each) => each === field)),
  );
  // Seen up to a minute ago, or by a watch that is ahead.
  const observedMs = random.chance(0.1) ? Date.now() + random.below(70_000) - 60_000 : undefined;
  return {
    write: {
      id,
      names,
      onConflict,
      set,
      clear,
      ...(observedMs !== undefined && { observedAt: observedMs * 1_000 }),
    },
    body: {
      ...spell(names, random),
      ...set,
      ...(clear.length > 0 && { clearFields: clear }),
      ...(observedMs !== undefined && { observedAt: new Date(observedMs).toISOString() }),
    },
  };
}

function mixedNames(random: Random): Names {
  const names = chooseNames(random.below(PEOPLE), random);
  if (!random.chance(0.08)) return names;
  return { ...chooseNames(random.below(PEOPLE), random), ...names };
}
