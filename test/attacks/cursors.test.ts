import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { nameOf } from "../../apps/api/src/mount-routes.ts";
import { makeUpload } from "../e2e/upload-jobs/support/made-upload.ts";
import { refused } from "../e2e/support/client.ts";
import { useSharedStack } from "../e2e/support/shared-stacks.ts";
import { times } from "../support/thorough.ts";
import type { TestTeam } from "../e2e/support/stack.ts";
import { namesOf } from "../e2e/tenancy/support/names.ts";
import type { Names } from "../e2e/tenancy/support/names.ts";
import { altered, everyCut } from "./support/alterations.ts";
import { GUARDED, requestOf } from "./support/route-requests.ts";

/** A cursor leads on in the one list of the one team that it was made for, and in nothing else, whatever becomes of it. */
const stack = useSharedStack();

/** A list that goes on: its first page's address, and its cursor. */
interface List {
  readonly path: string;
  readonly cursor: string;
}

/** Parameters that say how a list is answered, or by which it has no pages; the others say which it is. */
const NOT_OF_THE_LIST = new Set([
  "limit",
  "cursor",
  "offset",
  "atLeast",
  "format",
  "excel",
  "fromRow",
  "idsOrEmails",
  "idsOrDomains",
  "fields",
  // All that these can say leads to the same list.
  "listId",
  "notInAnyCampaign",
  "sortBy",
]);

/** How each is given, so that the list differs from that without it. */
const FILTERS: Readonly<Record<string, (named: Names, path: string) => string>> = {
  search: ({ email }) => email.slice(0, 3),
  email: ({ email }) => email,
  linkedinUrl: ({ profile, page }, path) => (path === "/api/companies" ? page : profile),
  linkedinUrlSalesNav: ({ lead, companyLead }, path) => (path === "/api/companies" ? companyLead : lead),
  companyId: ({ company }) => company,
  companyDomain: ({ domain }) => domain,
  companyLinkedinUrl: ({ page }) => page,
  companySalesnavUrl: ({ companyLead }) => companyLead,
  crmSyncStatus: () => "synced",
  fieldRejectionReason: () => "duplicate",
  sortOrder: () => "desc",
  domain: ({ domain }) => domain,
  status: () => "queued",
  record: ({ email }) => email,
  outcome: () => "rejected",
  note: () => "any",
  code: () => "INVALID_EMAIL",
  reason: () => "duplicate",
  entity: () => "contact",
};

let ours: TestTeam;
let own: Names;
let lists: List[];
let theirLists: List[];

beforeAll(async () => {
  const theirs = await stack().newTeam();
  ours = await stack().newTeam();
  own = await withLists(ours, "own");
  lists = await listsOf(ours, own);
  theirLists = await listsOf(theirs, await withLists(theirs, "their"));
});

/** A team in which every list has more than a page of one. */
async function withLists(team: TestTeam, who: string): Promise<Names> {
  const named = await namesOf(stack(), team, who);
  await team.contact({ email: named.email, tagline: "again" });
  // Two pairs that stay apart.
  for (const pair of [`${who}-one`, `${who}-two`]) {
    const linkedinUrl = `https://www.linkedin.com/in/${pair}`;
    await team.contact({ linkedinUrl });
    await team.contact({ email: `${pair}@example.com` });
    await team.contact({ email: `${pair}@example.com`, linkedinUrl });
  }
  const [upload] = [await makeUpload(stack(), team), await makeUpload(stack(), team)];
  await upload.take(0, 5);
  const letter = { code: "UNREADABLE", letter: { tries: 1 } } as const;
  await upload.reject({ 0: {}, 1: {}, 2: {}, 3: letter, 4: letter });
  return { ...named, job: upload.id };
}

/** Each list that a route has, without a filter and by each filter by which it goes on. */
async function listsOf(team: TestTeam, named: Names): Promise<List[]> {
  const found: List[] = [];
  for (const route of GUARDED) {
    const parameters = Object.keys(route.request.query ?? {});
    if (!parameters.includes("cursor")) continue;
    const { path } = requestOf(route, named);
    for (const filter of ["", ...parameters.filter((name) => !NOT_OF_THE_LIST.has(name))]) {
      const value = filter === "" ? undefined : FILTERS[filter];
      if (filter !== "" && value === undefined)
        throw new Error(`${nameOf(route)}: say in FILTERS how ${filter} is given, or in NOT_OF_THE_LIST`);
      const query = value ? `${filter}=${encodeURIComponent(value(named, path))}&limit=1` : "limit=1";
      const { status, body } = await team.get(`${path}?${query}`);
      expect(status, `${path}?${query}`).toBe(200);
      const cursor: unknown = Object(body).nextCursor;
      if (filter === "") expect(cursor, `${path} goes on`).toBeTypeOf("string");
      found.push({ path: `${path}?${query}`, cursor: typeof cursor === "string" ? cursor : "" });
    }
  }
  return found;
}

const at = ({ path }: List, cursor: string) => ours.get(`${path}&cursor=${encodeURIComponent(cursor)}`);
const goingOn = (of: readonly List[]) => of.filter(({ cursor }) => cursor !== "");

test("each list goes on by its own cursor, and by that of no other list, filter or team", async () => {
  const all = [...goingOn(lists), ...goingOn(theirLists)];
  expect(all.length).toBeGreaterThan(12);
  for (const list of lists)
    for (const other of all) {
      const answer = await at(list, other.cursor);
      if (other.path === list.path && lists.includes(other)) expect(answer.status).toBe(200);
      else refused(answer, 400, "INVALID_REQUEST");
    }
});

test("cut or changed it is no cursor of any list, and no reason to fail", { timeout: 240_000 }, async () => {
  for (const list of goingOn(lists)) {
    for (const cursor of everyCut(list.cursor)) refused(await at(list, cursor), 400, "INVALID_REQUEST");
    await fc.assert(
      fc.asyncProperty(altered(list.cursor), async (cursor) => {
        refused(await at(list, cursor), 400, "INVALID_REQUEST");
      }),
      { numRuns: times(20, 150) },
    );
  }
});
