import type { Random } from "../../prove/random.ts";
import type { ApiDocument } from "../document/read-document.ts";
import type { KnownValues } from "../known/known-values.ts";

/** What a request is drawn from. */
export interface Draw {
  readonly document: ApiDocument;
  readonly random: Random;
  readonly known: KnownValues;
}

export function chance({ random }: Draw, share: number): boolean {
  return random.next() < share;
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
