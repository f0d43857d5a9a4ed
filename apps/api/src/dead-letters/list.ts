import { DeadLetterList } from "@onefold/contract";
import { listLetters } from "@onefold/records";
import { z } from "zod";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { pageQuery, readPaging } from "../request/paging.ts";
import { knownQuery } from "../request/query.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import { presentListedLetter } from "./present.ts";
import { LISTED_LETTER } from "./sample.ts";

const LIMITS = { normal: 50, max: 100 };
const QUERY = pageQuery(LIMITS);
/** The clock and the row of the last letter of the page before. */
const LetterPosition = z.tuple([z.int().nonnegative(), z.int32()]);

export const listDeadLettersRoute = defineRoute({
  method: "GET",
  path: "/api/dead-letters",
  scopes: ["read"],
  operationId: "listDeadLetters",
  summary: "List dead letters",
  description:
    "What was accepted and couldn't be applied: the database refuses a value of it, or the queue's copy can't be read. " +
    "Its job says so already: it is rejected, and the reason is the letter's code. Newest first, as long as results of " +
    "jobs are kept. One that names somebody who was deleted since is none any more, and one in which nobody can be " +
    "recognised is kept for a few days only.",
  request: { query: QUERY },
  answers: {
    200: answer("A page of them.", json(DeadLetterList, { data: [LISTED_LETTER], limit: LIMITS.normal })),
  },
  errors: ["INVALID_REQUEST"],
  async handle(c, { slow, cursors }) {
    knownQuery(c, QUERY);
    const { limit, cursor } = readPaging(c, LIMITS);
    const { teamId } = c.get("key");
    const asked = { teamId, deadLetters: "all" };
    const place = cursor === undefined ? undefined : cursors.read(asked, cursor, LetterPosition);
    const { letters, next } = await reading(() =>
      listLetters(slow.of(c), teamId, {
        limit,
        ...(place && { before: { clock: place[0], row: place[1] } }),
      }),
    );
    const body: DeadLetterList = {
      data: letters.map(presentListedLetter),
      limit,
      ...(next !== undefined && { nextCursor: cursors.write(asked, [next.clock, next.row]) }),
    };
    return reply(c, 200, body);
  },
});
