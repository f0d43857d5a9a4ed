import { ConflictList, ConflictReason, Entity } from "@onefold/contract";
import { presentJobLink, presentTime } from "@onefold/present";
import { listConflicts } from "@onefold/records";
import type { Clash } from "@onefold/records";
import { z } from "zod";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { SAMPLE, SAMPLE_CLOCK, SAMPLE_LINK, SAMPLE_TIME } from "../openapi/samples/ids.ts";
import { pageQuery, readPaging } from "../request/paging.ts";
import { knownQuery, queryChoice } from "../request/query.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";

const LIMITS = { normal: 50, max: 200 };
const QUERY = {
  entity: Entity.optional().meta({ description: "Only those; of both by default." }),
  reason: ConflictReason.optional().meta({ description: "Only clashes for this reason." }),
  ...pageQuery(LIMITS),
};
/** The clock of the last clash of the page before. */
const ConflictPosition = z.tuple([z.int().nonnegative()]);

const CONFLICTS = json(ConflictList, {
  data: [
    {
      entity: "contact",
      ids: [SAMPLE.contactId, SAMPLE.otherContactId],
      clashes: [
        {
          at: SAMPLE_TIME,
          clock: SAMPLE_CLOCK,
          reason: "duplicate",
          field: "linkedinUrl",
          value: "https://www.linkedin.com/in/jane-example",
          job: SAMPLE_LINK,
          row: 0,
          keyId: SAMPLE.keyId,
        },
      ],
    },
  ],
  limit: LIMITS.normal,
});

export const listConflictsRoute = defineRoute({
  method: "GET",
  path: "/api/conflicts",
  scopes: ["read"],
  operationId: "listConflicts",
  summary: "List records that requests named together, and that were left apart",
  description:
    "By pairs, newest first, as long as results of jobs are kept. A pair is gone from it once the two were merged " +
    "(`POST …/merge`, with `dryRun=true` to see what that comes to), noted as different (`POST …/different`), or one was " +
    "deleted. A page can be shorter than its limit: `nextCursor` goes on; a pair that clashed again and again can be on " +
    "several.",
  request: { query: QUERY },
  answers: { 200: answer("A page of them.", CONFLICTS) },
  errors: ["INVALID_REQUEST"],
  async handle(c, { slow, cursors }) {
    knownQuery(c, QUERY);
    const entity = queryChoice(c, "entity", Entity.options);
    const reason = queryChoice(c, "reason", ConflictReason.options);
    const { limit, cursor } = readPaging(c, LIMITS);
    const { teamId } = c.get("key");
    const asked = { teamId, conflicts: entity ?? "all", reason: reason ?? "any" };
    const before = cursor === undefined ? undefined : cursors.read(asked, cursor, ConflictPosition)[0];
    const { conflicts, next } = await reading(() =>
      listConflicts(slow.of(c), teamId, {
        limit,
        ...(before !== undefined && { before }),
        ...(entity && { entity }),
        ...(reason && { reason }),
      }),
    );
    const body: ConflictList = {
      data: conflicts.map(({ ids, clashes, ...conflict }) => ({
        ...conflict,
        ids: [...ids],
        clashes: clashes.map(presentClash),
      })),
      limit,
      ...(next !== undefined && { nextCursor: cursors.write(asked, [next]) }),
    };
    return reply(c, 200, body);
  },
});

function presentClash({ jobId, clock, ...clash }: Clash): ConflictList["data"][number]["clashes"][number] {
  return { at: presentTime(Math.floor(clock / 1_000)), clock, job: presentJobLink(jobId, clock), ...clash };
}
