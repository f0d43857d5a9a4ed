import { onTestFailed } from "vitest";
import { randomFrom } from "../../support/random-from.ts";
import type { Random } from "../../support/random-from.ts";

export type SeededRandom = Random;

/** Random numbers that can be had again: by SEED from the environment, else by a new seed, which a failing test prints. */
export function seededRandom(): SeededRandom {
  const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  onTestFailed(() => console.error(`SEED=${seed} makes the same choices again`));
  return randomFrom(seed);
}
