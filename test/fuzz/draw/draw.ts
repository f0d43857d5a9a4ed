import { createRandom } from "../../prove/random.ts";
import type { Random } from "../../prove/random.ts";
import type { ApiDocument } from "../document/read-document.ts";
import type { KnownValues } from "../known/known-values.ts";

/** What a request is drawn from. */
export interface Draw {
  readonly document: ApiDocument;
  readonly random: Random;
  readonly known: KnownValues;
}

/** With choices of its own: how many it takes depends on what is known, and changes none that are made after it. */
export function forked(draw: Draw): Draw {
  return { ...draw, random: createRandom(draw.random.below(2 ** 31)) };
}

/** Few, so that requests meet each other's people and companies. */
const PEOPLE = 150;
const COMPANIES = 40;

export function anyEmail({ random }: Draw): string {
  return `p${random.below(PEOPLE)}@example.com`;
}

export function anyDomain({ random }: Draw): string {
  return `co${random.below(COMPANIES)}.example.com`;
}

export function anyPerson({ random }: Draw): number {
  return random.below(PEOPLE);
}
