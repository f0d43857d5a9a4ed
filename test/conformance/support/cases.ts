import { ErrorBody } from "@onefold/contract";
import { createField, createKey, createMember } from "@onefold/records";
import { expect } from "vitest";
import type { RequestOptions } from "../../e2e/support/client.ts";
import type { Answer } from "../../e2e/support/conformance.ts";
import { prepareCopies } from "../../e2e/support/copy-team.ts";
import type { CopyTeam } from "../../e2e/support/copy-team.ts";
import type { Stack, TestTeam } from "../../e2e/support/stack.ts";

/** A team with something of everything. */
export interface World {
  readonly team: TestTeam;
  /** A contact of Acme's with every field, and two with one key each. */
  readonly jane: string;
  readonly john: string;
  readonly joan: string;
  readonly acme: string;
  readonly other: string;
  /** A member beside the key's owner. */
  readonly otto: string;
}

/** "POST /api/contacts", and what is sent with it. */
export type Sent = readonly [route: string, body?: unknown, options?: RequestOptions];

/** One line of the contract. */
export type Case = readonly [
  rule: string,
  sent: Sent | ((world: World) => Sent),
  status: number,
  /** What the body holds, among other things; a function looks for itself. */
  shows?: object | ((world: World) => object),
  /** What it leaves out, as "data.email": absent, which isn't null. */
  lacks?: readonly string[],
];

export const TEXTS = {
  firstName: "Jane",
  lastName: "Doe",
  phone: "+33 1 23 45 67 89",
  jobTitle: "CTO",
  jobDescription: "Leads",
  picture: "https://example.com/jane.png",
  timezone: "Europe/Paris",
  industry: "Software",
  languages: "French, English",
  location: "Paris",
  skills: "Queues",
  summary: "A summary",
  tagline: "A tagline",
};

export const PROFILE = "https://www.linkedin.com/in/jane";
export const LEAD = "https://www.linkedin.com/sales/lead/ACwJane";
export const PAGE = "https://www.linkedin.com/company/acme";
export const NO_CONTACT = "ctc_0000000000000000A";
export const NO_COMPANY = "cpn_0000000000000000A";

export const COMPANY_TEXTS = {
  industry: "Software",
  location: "Paris",
  size: "11-50",
  specialties: "Queues",
  tagline: "We queue",
  type: "Privately held",
  description: "A company",
  foundedOn: "2019",
  headquarters: "Lyon",
  picture: "https://acme.example/logo.png",
};

/** ISO 8601, UTC, milliseconds. */
export const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** A prefix and 17 letters and digits of either case. */
export function idOf(prefix: string): unknown {
  return expect.stringMatching(new RegExp(`^${prefix}_[0-9A-Za-z]{17}$`));
}

/** An error of this code. */
export function code(value: string): object {
  return { error: { code: value } };
}

/** The types of custom fields, with a value of each and one that isn't. */
export const CUSTOM = [
  ["text", "a text", 5],
  ["number", 7.5, "many"],
  ["boolean", false, "maybe"],
  ["datetime", "2026-03-01T12:00:00.000Z", "noon"],
  ["date", "2026-03-01", "March"],
  ["phone", "+33 1 23 45 67 89", "call me"],
] as const;

/** Holds a line against a world of its own. */
export async function tryCase(stack: Stack, [, sent, status, shows = {}, lacks = []]: Case): Promise<void> {
  const world = await newWorld(stack);
  const answer = await send(world.team, typeof sent === "function" ? sent(world) : sent);
  expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  const { body, headers } = answer;
  if (status >= 400) expect(body).toMatchObject(twice(ErrorBody.parse(body).message));
  const expected = typeof shows === "function" ? shows(world) : shows;
  if (typeof body === "string") expect(body).toEqual(expected);
  else expect(body).toMatchObject(expected);
  for (const path of lacks) expect(body).not.toHaveProperty(path);
  expect(headers.get("x-request-id")).toMatch(/^\S+$/);
}

export function send(team: TestTeam, [route, body, options]: Sent): Promise<Answer> {
  const [method = "", path = ""] = route.split(" ");
  return team.request(method, path, { ...(body !== undefined && { body }), ...options });
}

/** lemlist's clients read the outer message, ours the inner one. */
function twice(message: string): object {
  return { success: false, error: { message }, message };
}

/** A copy of the stack's first one, which is made by requests. */
export async function newWorld(stack: Stack): Promise<World> {
  let first = firsts.get(stack);
  if (!first) firsts.set(stack, (first = makeFirst(stack)));
  const { world, copyTeam } = await first;
  const { userId } = world.team;
  const teamId = await copyTeam();
  const { key } = await createKey(stack.db, { teamId, userId, name: "test" });
  return { ...world, team: { teamId, userId, key, ...stack.clientWith(key) } };
}

/** By the stack. Nobody writes to it after, so all its copies are alike. */
const firsts = new WeakMap<Stack, Promise<{ readonly world: World; readonly copyTeam: CopyTeam }>>();

async function makeFirst(stack: Stack) {
  const world = await makeWorld(stack);
  return { world, copyTeam: await prepareCopies(stack.db, world.team.teamId) };
}

async function makeWorld({ db, newTeam }: Stack): Promise<World> {
  const team = await newTeam();
  for (const entity of ["contact", "company"] as const)
    for (const [type] of CUSTOM) await createField(db, team.teamId, { entity, name: `my ${type}`, type });
  const member = { email: "otto@example.com", name: "Otto", role: "member" };
  const { userId: otto } = await createMember(db, team.teamId, member);
  const addCompany = async (body: object) => (await team.company(body)).body.data._id;
  const addContact = async (body: object) => (await team.contact(body)).body.data._id;
  const acme = await addCompany({
    name: "Acme",
    domain: "acme.example",
    linkedinUrl: PAGE,
    linkedinUrlSalesNav: "https://www.linkedin.com/sales/company/77",
    ...COMPANY_TEXTS,
  });
  const other = await addCompany({ name: "Other", domain: "other.example" });
  const jane = await addContact({
    email: "jane@example.com",
    linkedinUrl: PROFILE,
    linkedinUrlSalesNav: LEAD,
    additionalEmails: ["j.doe@example.com"],
    companyId: acme,
    ...TEXTS,
  });
  const john = await addContact({ linkedinUrl: "https://www.linkedin.com/in/john" });
  const joan = await addContact({
    linkedinUrlSalesNav: "https://www.linkedin.com/sales/lead/ACwJoan",
  });
  return { team, jane, john, joan, acme, other, otto };
}
