import { Readiness } from "@onefold/contract";
import { HEALTH_SCOPES, mayReadHealth } from "../auth/may-read-health.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";

/**
 * Tells whether this process is ready. What is wrong and how to mend it names hosts and ports, so only those who may
 * know are told.
 */
export const readyzRoute = defineRoute({
  method: "GET",
  path: "/readyz",
  scopes: HEALTH_SCOPES,
  asksForKey: "optional",
  operationId: "readyz",
  summary: "Whether requests should be sent here",
  description:
    "With a key that has the scope `read` or `admin` it says what to mend if not. Where no worker is seen, it is ready " +
    "all the same, since what is accepted is kept, and where a read replica isn't read from: `warnings` say so.",
  request: {},
  answers: {
    200: answer("Ready.", json(Readiness, { status: "ready", problems: [] })),
    503: answer(
      "Not ready.",
      json(Readiness, {
        status: "not ready",
        problems: [
          {
            what: "Redis has maxmemory-policy allkeys-lru: it may throw queued work away.",
            fix: "Set maxmemory-policy noeviction.",
          },
        ],
      }),
    ),
  },
  errors: [],
  async handle(c, services) {
    const problems = (await services.readiness.problems()).map(({ what, fix }) => ({ what, fix }));
    const isReady = problems.length === 0;
    const warnings = [...services.workers.warnings(), ...services.reads.warnings()];
    const body: Readiness = {
      status: isReady ? "ready" : "not ready",
      ...((await mayReadHealth(c, services)) && {
        problems,
        ...(warnings.length > 0 && { warnings }),
      }),
    };
    return reply(c, isReady ? 200 : 503, body);
  },
});
