import { Entity, RAW } from "@onefold/contract";
import type { Item, Rejected, Upsert } from "@onefold/contract";
import { z } from "zod";
import { inputOf } from "../jobs/input-of.ts";
import { refusalOf } from "../transactions/classify-error.ts";

/** The message says nothing of the value: it may be personal, and Postgres' own message may quote it. */
const REFUSED: Rejected = {
  outcome: "rejected",
  code: "UNPROCESSABLE",
  message: "The database refused a value of this request. Nothing of it was applied.",
};

const UNREADABLE: Rejected = {
  outcome: "rejected",
  code: "UNREADABLE",
  message: "The queued copy of this request can't be read, so nothing of it was applied. Send it again.",
};

/** Rejects an item whose values the database refuses. It becomes a dead letter, unless it was only tried. */
export function refused({ ref, upsert }: Item, error: unknown): Rejected {
  if (upsert.dryRun) return ref.upload ? { ...REFUSED, input: storable(inputOf(upsert)) } : REFUSED;
  const cause = refusalOf(error);
  return {
    ...REFUSED,
    input: storable(inputOf(upsert)),
    letter: {
      entity: upsert.entity,
      content: JSON.stringify(withoutRefused(upsert)),
      tries: 1,
      ...(cause && { cause }),
    },
  };
}

/**
 * Rejects an item that can't be read. It becomes a dead letter, to be given a body anew.
 * @param body what the queue has of it, if anything
 */
export function unreadable(body: unknown): Rejected {
  const entity = About.safeParse(body).data?.entity;
  return {
    ...UNREADABLE,
    ...(body !== undefined && { input: { [RAW]: JSON.stringify(body) } }),
    letter: { tries: 1, ...(entity && { entity }) },
  };
}

/** Of what isn't an upsert, this may still say what it is about. */
const About = z.object({ entity: Entity });

/** A letter is searched for whom its input names. What was refused before isn't in that, so its values aren't kept. */
function withoutRefused({ rejections, ...upsert }: Upsert): Upsert {
  if (!rejections) return upsert;
  const told = rejections.map(({ field, reason, message }) => ({
    field,
    reason,
    ...(message !== undefined && { message }),
  }));
  return { ...upsert, rejections: told };
}

/** An erasure reads the input as `jsonb`, which takes neither NUL nor half a character: as a text it takes any. */
function storable(input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const json = JSON.stringify(input);
  return UNSTORABLE.test(json) ? { [RAW]: json } : input;
}

/** As `JSON.stringify` escapes them. It also finds the text of such an escape: then the input is kept as JSON, and searched by its values all the same. */
const UNSTORABLE = /\\u(0000|d[89a-f])/;
