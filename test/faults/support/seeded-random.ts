import { onTestFailed } from "vitest";
import { createRandom } from "../../prove/random.ts";
import type { Random } from "../../prove/random.ts";

/**
 * Random choices of a test that can be made again: by SEED from the environment, else by a new seed, which a failing
 * test prints.
 */
export function seededRandom(): Random {
  const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  onTestFailed(() => console.error(`SEED=${seed} makes the same choices again`));
  return createRandom(seed);
}
