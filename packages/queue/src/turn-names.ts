/** The name of BullMQ's queue of turns, beside those of chunks. */
export const TURNS = "turns";
