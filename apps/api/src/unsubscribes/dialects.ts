import { UnsubscribedEmail, UnsubscribedVariable } from "@onefold/contract";
import { readUnsubscribedValue } from "@onefold/identity";
import type { UnsubscribedValue } from "@onefold/identity";
import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import { json } from "../openapi/content.ts";
import type { AppContext } from "../request/app-env.ts";
import { knownQuery } from "../request/query.ts";
import { presentEmail, presentVariable } from "./present.ts";

const SAMPLE = {
  _id: "uns_ZfdZWc7dvCqXdgQmb",
  source: "api",
  createdAt: "2026-11-28T10:45:21.367Z",
} as const;
const SAMPLE_EMAIL = "jane@example.com";
const VARIABLE = { ...SAMPLE, value: SAMPLE_EMAIL, variable: SAMPLE_EMAIL };
const EMAIL = { ...SAMPLE, email: SAMPLE_EMAIL };

/** The two kinds of lemlist's routes to one list: the newer ones know any value, the older ones e-mails and domains. */
export const DIALECTS = {
  variable: {
    path: "/api/v2/unsubscribes/variables",
    parameter: "value",
    kinds: ["email", "linkedin", "salesNav", "domain", "phone"],
    takes: "an e-mail, a domain, a LinkedIn or Sales Navigator URL of a person, or a phone number",
    one: json(UnsubscribedVariable, VARIABLE),
    many: json(z.array(UnsubscribedVariable), [VARIABLE]),
    present: presentVariable,
  },
  email: {
    path: "/api/unsubscribes",
    parameter: "email",
    kinds: ["email", "domain"],
    takes: "an e-mail or a domain",
    one: json(UnsubscribedEmail, EMAIL),
    many: json(z.array(UnsubscribedEmail), [EMAIL]),
    present: presentEmail,
  },
} as const;

export type Dialect = keyof typeof DIALECTS;

/** Declares the parameter of a path that names a value. */
export function valueParameter(dialect: Dialect) {
  const { parameter, takes } = DIALECTS[dialect];
  const description = `In any spelling, percent-encoded or as it is: ${takes}.`;
  return {
    [parameter]: z.string().meta({ description, example: SAMPLE_EMAIL, param: { example: SAMPLE_EMAIL } }),
  };
}

/**
 * Reads the value that the path names. Clients put URLs there as they are: what follows a question mark is the URL's own
 * then, and what is on the way may have made one slash of two.
 * @throws ApiError INVALID_REQUEST
 */
export function readValue(c: AppContext, dialect: Dialect): UnsubscribedValue {
  const { parameter, kinds, takes } = DIALECTS[dialect];
  const given = c.req.param(parameter) ?? "";
  if (!given.includes("/")) knownQuery(c, {});
  const value = readUnsubscribedValue(given.replace(/^(https?:)\/(?!\/)/i, "$1//"));
  if (value && kinds.some((kind) => kind === value.kind)) return value;
  throw new ApiError("INVALID_REQUEST", `The path takes ${takes}.`);
}
