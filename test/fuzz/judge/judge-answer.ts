import { findNull } from "../../support/find-null.ts";
import type { Operation } from "../document/read-document.ts";
import type { Answer } from "../wire/answer-reader.ts";
import type { FindSecrets } from "./find-secrets.ts";
import type { Schemas } from "./schemas.ts";

/** What an answer is held against. */
export interface Question {
  /** That the document has for the request; undefined where it has none. */
  readonly operation: Operation | undefined;
  readonly method: string;
  /** That the client gave, where it is one that comes back. */
  readonly requestId?: string | undefined;
  /** Whether the request is HTTP as it should be, so that only its operation may answer it. */
  readonly isHttp: boolean;
}

export type JudgeAnswer = (question: Question, answer: Answer) => string[];

interface Means {
  readonly schemas: Schemas;
  readonly findSecrets: FindSecrets;
}

/**
 * Of what reaches no route: its path isn't there, or is lemlist's alone, its key is wrong or its user blocked, its sender sent too many, or its
 * key can't be looked up.
 */
const NO_ROUTE = new Set([401, 403, 404, 405, 429, 501, 503]);
/** Of what is no HTTP, or too much of it: whichever route it was for. */
const NO_HTTP = new Set([400, 408, 413, 431]);

/** Of an attack, whose operation isn't known. */
const OF_ANY = new Set([200, 201, 202, 403, 409, 410, 415, 422, 503]);

/** Says what is wrong with an answer, by the document and what holds for all of them; nothing where all is well. */
export function createJudge({ schemas, findSecrets }: Means): JudgeAnswer {
  return (question, answer) => {
    const { operation, method } = question;
    const { status } = answer;
    const problems: string[] = [];
    if (!mayAnswer(question, answer)) problems.push(`status ${status} isn't declared`);
    if (status >= 500 && ![501, 503].includes(status)) problems.push(`status ${status}`);
    problems.push(...headerProblems(question, answer));
    if (method === "HEAD" || status === 304) return problems;
    const text = answer.body.toString("utf8");
    const secret = findSecrets(text, operation);
    if (secret !== undefined) problems.push(`the answer tells ${secret}`);
    if (!answer.isWhole) return problems;
    const type = typeOf(answer);
    if (type !== "application/json") {
      if (status >= 400) problems.push(`an error as ${type}`);
      return problems;
    }
    const body = parse(text);
    if (body === undefined) return [...problems, "the body isn't JSON"];
    return [...problems, ...bodyProblems(schemas, question, status, body.value)];
  };
}

function mayAnswer(question: Question, answer: Answer): boolean {
  const { operation, isHttp } = question;
  const { status } = answer;
  if (operation?.answers.has(status)) return true;
  if (operation === undefined && NO_ROUTE.has(status)) return true;
  if (NO_HTTP.has(status) && isOfServer(question, answer)) return true;
  return !isHttp && (OF_ANY.has(status) || NO_ROUTE.has(status) || NO_HTTP.has(status));
}

/** Whether no route has seen the request: then nobody has read the id that it has. */
function isOfServer({ requestId }: Question, { headers }: Answer): boolean {
  return requestId === undefined || headers.get("x-request-id") !== requestId;
}

function headerProblems(question: Question, answer: Answer): string[] {
  const { operation, requestId } = question;
  const { status, headers } = answer;
  const problems: string[] = [];
  if (!headers.has("x-request-id")) problems.push("no X-Request-Id");
  else if (requestId !== undefined && isOfServer(question, answer) && !NO_HTTP.has(status))
    problems.push("another X-Request-Id than was given");
  if (headers.get("x-content-type-options") !== "nosniff") problems.push("it may be sniffed");
  if (headers.get("cache-control") !== "no-store" && !isPage(question, answer))
    problems.push("it may be kept on its way");
  if (status === 405 && !headers.has("allow")) problems.push("405 without Allow");
  if (status === 401 && !headers.has("www-authenticate")) problems.push("401 without WWW-Authenticate");
  if (
    [429, 503].includes(status) &&
    !headers.has("retry-after") &&
    headers.get("content-type") === "application/json" &&
    operation?.path !== "/readyz"
  )
    problems.push(`${status} without Retry-After`);
  const declared = operation?.answers.get(status);
  if (!declared) return problems;
  const type = typeOf(answer);
  if (declared.types.length > 0 && !declared.types.includes(type)) problems.push(`the content type ${type}`);
  for (const name of declared.headers) if (!headers.has(name)) problems.push(`no header ${name}`);
  return problems;
}

/** Whether it is a file of the docs or of the console. Browsers keep those, and ask whether they are still the same. */
function isPage({ isHttp }: Question, answer: Answer): boolean {
  const keeping = answer.headers.get("cache-control") ?? "";
  return (
    !isHttp &&
    (answer.status === 200 || answer.status === 304) &&
    (keeping === "no-cache" || keeping.endsWith("immutable")) &&
    answer.headers.has("etag") &&
    typeOf(answer) !== "application/json"
  );
}

/** JSON by its plain name; what isn't JSON may say its charset. */
function typeOf({ headers }: Answer): string {
  const type = headers.get("content-type") ?? "none";
  return type.startsWith("application/json") ? type : (type.split(";", 1)[0] ?? type);
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Larger bodies take ajv long; they are of the same few shapes. */
function bodyProblems(schemas: Schemas, { operation }: Question, status: number, body: unknown): string[] {
  const isDeclared = operation?.answers.has(status) === true;
  const fault = isDeclared
    ? schemas.ofAnswer(operation, status, "application/json", body)
    : status >= 400
      ? schemas.ofError(body)
      : undefined;
  const nothing = findNull(body, "body");
  return [
    ...(fault === undefined ? [] : [`the body isn't as documented: ${fault}`]),
    ...(nothing === undefined ? [] : [`null at ${nothing}`]),
    ...(status >= 400 && operation?.path !== "/readyz" ? errorProblems(body) : []),
  ];
}

/** What a client reads of an error; that its code is of the list, the schema says. */
function errorProblems(body: unknown): string[] {
  const { error, message } = membersOf(body);
  if (typeof message !== "string" || message === "") return ["an error without a message"];
  return membersOf(error)["message"] === message ? [] : ["an error with two messages"];
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
