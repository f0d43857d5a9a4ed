import type { MemberAnswer, Team } from "@onefold/contract";
import { pathParameter } from "../openapi/content.ts";
import { SAMPLE, SAMPLE_TIME } from "../openapi/samples/ids.ts";

/** The team of the examples, as version=v1 has it. */
export const TEAM: Team = {
  _id: SAMPLE.teamId,
  name: "Sales",
  userIds: [SAMPLE.userId],
  createdBy: SAMPLE.userId,
  createdAt: SAMPLE_TIME,
  onConflict: "prefer",
  hooks: [],
  beta: [],
  invitedUsers: [],
};

export const MEMBER: MemberAnswer["data"] = {
  userId: SAMPLE.otherUserId,
  name: "Otto",
  email: "otto@example.com",
  role: "member",
};

/** Declares the parameter of a path that names a member. */
export const memberParameter = pathParameter("The member's id.", SAMPLE.otherUserId);
