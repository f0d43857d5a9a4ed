import type {
  CreateMemberRequest,
  MemberAnswer,
  PatchMemberRequest,
  PatchTeamAnswer,
  PatchTeamRequest,
  Team,
  User,
} from "@onefold/contract";
import type { Examples } from "./operation-examples.ts";
import { SAMPLE, SAMPLE_TIME } from "./sample-ids.ts";

const TEAM: Team = {
  _id: SAMPLE.teamId,
  name: "Sales",
  userIds: [SAMPLE.userId],
  createdBy: SAMPLE.userId,
  createdAt: SAMPLE_TIME,
  onConflict: "prefer",
  hooks: [],
  beta: [],
  invitedUsers: [],
  users: [{ userId: SAMPLE.userId, name: "Olga Owner", email: "olga@example.com", role: "owner" }],
};

const { users: _users, ...BARE_TEAM } = TEAM;

const PATCH_TEAM: PatchTeamRequest = { onConflict: "merge" };
const PATCHED_TEAM: PatchTeamAnswer = { success: true, data: { ...BARE_TEAM, onConflict: "merge" } };

const CREATE_MEMBER: CreateMemberRequest = { email: "Otto@Example.com", name: "Otto" };
const CREATED_MEMBER: MemberAnswer = {
  success: true,
  data: { userId: SAMPLE.otherUserId, name: "Otto", email: "otto@example.com", role: "member" },
};

const PATCH_MEMBER: PatchMemberRequest = { blocked: true };
const PATCHED_MEMBER: MemberAnswer = { success: true, data: { ...CREATED_MEMBER.data, blocked: true } };

const USER: User = {
  _id: SAMPLE.otherUserId,
  email: "otto@example.com",
  name: "Otto",
  role: "member",
  mailboxes: [],
};

export const teamExamples: Examples = {
  getTeam: { params: { version: "v2" }, answers: { 200: TEAM } },
  updateTeam: { request: PATCH_TEAM, answers: { 200: PATCHED_TEAM } },
  createMember: { request: CREATE_MEMBER, answers: { 201: CREATED_MEMBER } },
  updateMember: {
    params: { userId: SAMPLE.otherUserId },
    request: PATCH_MEMBER,
    answers: { 200: PATCHED_MEMBER },
  },
  getUser: { params: { id: SAMPLE.otherUserId }, answers: { 200: USER } },
};
