import { Cluster } from "@onefold/contract";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { CLUSTER } from "./sample.ts";

export const getClusterRoute = defineRoute({
  method: "GET",
  path: "/api/cluster",
  scopes: ADMIN_ONLY,
  operationId: "getCluster",
  summary: "What the deployment consists of, and how it is",
  description:
    "API processes and workers with their version, clock and work at hand, each as it told of itself in the last " +
    "seconds; the shards of the queue with what waits there, and the number of parked chunks; the replicas of the stores with their lag. It names " +
    "hosts. The same for all teams.",
  request: {},
  answers: { 200: answer("The deployment, as of a second ago at most.", json(Cluster, CLUSTER)) },
  errors: [],
  async handle(c, { cluster }) {
    return reply(c, 200, await reading(cluster));
  },
});
