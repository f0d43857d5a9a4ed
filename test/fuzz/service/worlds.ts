import type { Database } from "@onefold/database";
import { createWorld } from "./world.ts";
import type { World } from "./world.ts";

/** The teams that requests are for: some at once, and new ones in their place after a while. */
export interface Worlds {
  /** Of the next request on the line of a number. */
  next(line: number): Promise<World>;
  readonly all: readonly World[];
}

const AT_ONCE = 4;
/** Of one team: it has few enough records for its lists and exports to stay short. */
const REQUESTS = 10_000;

export async function createWorlds(db: Database): Promise<Worlds> {
  const all: World[] = [];
  const current: World[] = [];
  const sent: number[] = [];
  const create = async (team: number) => {
    const world = await createWorld(db, `Team ${all.length}`);
    all.push(world);
    current[team] = world;
    sent[team] = 0;
    return world;
  };
  for (let team = 0; team < AT_ONCE; team++) await create(team);
  return {
    all,
    async next(line) {
      const team = line % AT_ONCE;
      const world = current[team];
      const count = (sent[team] ?? 0) + 1;
      sent[team] = count;
      return !world || count === REQUESTS ? await create(team) : world;
    },
  };
}
