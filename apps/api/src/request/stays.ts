import { z } from "zod";

/** Ends the position of a cursor whose page was read on the primary, so that the next one isn't older. */
export const Stays = z.literal("primary");
type Stays = z.infer<typeof Stays>;

export function writeStays(stays: boolean): Stays[] {
  return stays ? ["primary"] : [];
}

export function readStays(end: readonly Stays[]): boolean {
  return end.length > 0;
}
