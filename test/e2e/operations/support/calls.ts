import {
  ContactEmailAnswer,
  DeleteCompanyAnswer,
  DeleteContactAnswer,
  MergeCompaniesAnswer,
  MergeContactsAnswer,
  UndoCompaniesMergeAnswer,
  UndoContactsMergeAnswer,
} from "@onefold/contract";
import { expect } from "vitest";
import type { z } from "zod";
import type { Client } from "../../support/client.ts";
import type { Answer } from "../../support/conformance.ts";

export const NO_CONTACT = "ctc_0000000000000000A";
export const NO_COMPANY = "cpn_0000000000000000A";

/** The routes of single records, for where they succeed. */
export function callsOf(team: Client) {
  return {
    merge: async (primaryId: string, ...secondaryIds: string[]) =>
      succeeded(await team.post("/api/contacts/merge", { primaryId, secondaryIds }), MergeContactsAnswer),
    mergeCompanies: async (primaryId: string, ...secondaryIds: string[]) =>
      succeeded(await team.post("/api/companies/merge", { primaryId, secondaryIds }), MergeCompaniesAnswer),
    undo: async (url = "no undoUrl") => succeeded(await team.request("POST", url), UndoContactsMergeAnswer),
    undoCompanies: async (url = "no undoUrl") =>
      succeeded(await team.request("POST", url), UndoCompaniesMergeAnswer),
    deleteContact: async (name: string) =>
      succeeded(await team.request("DELETE", `/api/contacts/${name}`), DeleteContactAnswer),
    deleteCompany: async (name: string, query = "") =>
      succeeded(await team.request("DELETE", `/api/companies/${name}${query}`), DeleteCompanyAnswer),
    removeEmail: async (name: string, email: string) =>
      succeeded(await team.request("DELETE", `/api/contacts/${name}/emails/${email}`), ContactEmailAnswer),
    setPrimaryEmail: async (name: string, email: string, method: "PUT" | "POST" = "PUT") =>
      succeeded(
        await team.request(method, `/api/contacts/${name}/emails/${email}/primary`),
        ContactEmailAnswer,
      ),
  };
}

/** The body of a 200, as it came. */
export function succeeded<Schema extends z.ZodType>(answer: Answer, schema: Schema): z.infer<Schema> {
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const { body } = answer;
  const parsed = schema.parse(body);
  // zod drops what it doesn't know; the answer must hold nothing else.
  expect(body).toEqual(parsed);
  return parsed;
}

/** What is left of an answer without these: they differ each time. */
export function without<Body extends object>(body: Body, ...keys: (keyof Body)[]): object {
  const left = Object.entries(body).filter(([key]) => !keys.some((each) => each === key));
  return Object.fromEntries(left);
}
