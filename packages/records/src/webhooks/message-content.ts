import { ChangeEventName } from "@onefold/contract";
import { newId } from "@onefold/identity";
import { z } from "zod";
import { ChangeEntry } from "../changes/change-entry.ts";

/** What a message tells of: events by name and by the receipts that tell of them. It has nothing of a person but ids. */
export const MessageContent = z.object({
  /** Each once, in the order in which they were first. */
  events: z.array(ChangeEventName),
  /** The latest, in their order. */
  entries: z.array(ChangeEntry),
  /** How many were before these. */
  omitted: z.int(),
});
export type MessageContent = z.infer<typeof MessageContent>;

/** How many receipts one message is built of at most. */
export const ENTRIES_MAX = 20;

export const NO_CONTENT: MessageContent = { events: [], entries: [], omitted: 0 };

/** Gives the content of one event. */
export function contentOf(entry: ChangeEntry): MessageContent {
  return { events: [entry[0]], entries: [entry], omitted: 0 };
}

/** Puts what came later behind what was there. No name of an event is lost. Pure, and associative. */
export function foldContent(earlier: MessageContent, later: MessageContent): MessageContent {
  const all = [...earlier.entries, ...later.entries];
  const entries = all.slice(-ENTRIES_MAX);
  return {
    events: [...new Set([...earlier.events, ...later.events])],
    entries,
    omitted: earlier.omitted + later.omitted + all.length - entries.length,
  };
}

/** Makes the id that is sent as `webhook-id`: one for each content that was tried. */
export function newMessageId(): string {
  return newId("msg_");
}
