import { InvalidArgumentError } from "commander";

/** Reads a whole number of seconds, which may be 0. */
export function readSeconds(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("It takes a whole number.");
  return Number(text);
}

export function readCount(text: string): number {
  const count = readSeconds(text);
  if (count < 1) throw new InvalidArgumentError("It takes a whole number from 1.");
  return count;
}
