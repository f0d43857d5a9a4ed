import {
  CreateMemberRequest,
  MemberAnswer,
  PatchMemberRequest,
  PatchTeamAnswer,
  PatchTeamRequest,
  Team,
  User,
} from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { answer, errors } from "../answers.ts";

export const teamPaths: ZodOpenApiPathsObject = {
  "/api/team": {
    get: {
      operationId: "getTeam",
      summary: "Read the team of the API key",
      requestParams: {
        query: z.object({
          version: z.enum(["v1", "v2"]).optional().meta({ description: "`v2` adds the users." }),
        }),
      },
      responses: {
        "200": answer("The team; with version=v2 its users too.", Team),
        ...errors("INVALID_REQUEST", "404"),
      },
    },
    patch: {
      operationId: "updateTeam",
      summary: "Rename the team, or set what its upserts do where they don't say",
      description:
        "`onConflict` is the team's default for upserts whose identifiers name several records. Every API process " +
        "knows it within seconds.",
      requestBody: { required: true, content: { "application/json": { schema: PatchTeamRequest } } },
      responses: {
        "200": answer("The team.", PatchTeamAnswer),
        ...errors("INVALID_REQUEST", "INVALID_JSON", "413", "415"),
      },
    },
  },
  "/api/team/members": {
    post: {
      operationId: "createMember",
      summary: "Add a member to the team",
      requestBody: { required: true, content: { "application/json": { schema: CreateMemberRequest } } },
      responses: {
        "201": answer("The member.", MemberAnswer),
        ...errors("INVALID_REQUEST", "INVALID_JSON", "MEMBER_EXISTS", "413", "415"),
      },
    },
  },
  "/api/team/members/{userId}": {
    patch: {
      operationId: "updateMember",
      summary: "Block a member, or change its name or role",
      description:
        "The keys that act as a blocked member are refused with 403, by every API process within seconds. A key " +
        "can't block the member that it acts as.",
      requestParams: {
        path: z.object({ userId: z.string().meta({ description: "The member's id." }) }),
      },
      requestBody: { required: true, content: { "application/json": { schema: PatchMemberRequest } } },
      responses: {
        "200": answer("The member.", MemberAnswer),
        ...errors("INVALID_REQUEST", "INVALID_JSON", "NOT_FOUND", "413", "415"),
      },
    },
  },
  "/api/users/{id}": {
    get: {
      operationId: "getUser",
      summary: "Read a member of the team",
      requestParams: { path: z.object({ id: z.string().meta({ description: "The member's id." }) }) },
      responses: { "200": answer("The member.", User), ...errors("NOT_FOUND") },
    },
  },
};
