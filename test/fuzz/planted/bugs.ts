import type { Edit } from "../../prove/planted/bugs.ts";

/** A mistake that somebody could make, as edits of a copy of the sources, and what the fuzzer has to say of it. */
export interface Bug {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly told: RegExp;
  /** Instead of 1,500, where it takes more to be seen. */
  readonly requests?: number;
  readonly route?: string;
}

const API = "apps/api/src";
const UPSERT = `${API}/records/upsert.ts`;
const FIELDS = `${API}/fields/list.ts`;
const LOG = `${API}/request/request-log.ts`;
const ERRORS = `${API}/errors/answer-errors.ts`;
const SUBMIT = "  await producer.submit(ref, upsert, { wait: waiter !== undefined, bytes });";
const READ_ENTITY = '    const entity = queryChoice(c, "entity", Entity.options);';
const REQUEST_ID = '    c.set("requestId", requestId(c.req.header("x-request-id")));';

/** One for each thing that the fuzzer looks at. */
export const BUGS: readonly Bug[] = [
  {
    name: "a route throws where a parameter isn't as it thinks",
    edits: [edit(FIELDS, READ_ENTITY, '    const entity = Entity.optional().parse(c.req.query("entity"));')],
    told: /WRONG GET \/api\/fields: status 500/,
    route: "GET /api/fields",
  },
  {
    name: "a status that the document doesn't have",
    edits: [
      edit(`${API}/team/get-user.ts`, 'throw notFound("user")', 'throw new ApiError("DELETED", "Gone.")'),
      edit(
        `${API}/team/get-user.ts`,
        "import { reply }",
        'import { ApiError } from "../errors/api-error.ts";\nimport { reply }',
      ),
    ],
    told: /WRONG GET \/api\/users\/\{id\}: status 410 isn't declared/,
    route: "GET /api/users/{id}",
  },
  {
    name: "a body of another shape than the document's",
    edits: [edit(`${API}/present/team.ts`, "    hooks: [...hooks],", "    hooks: {} as never,")],
    told: /WRONG GET \/api\/team: the body isn't as documented/,
    route: "GET /api/team",
  },
  {
    name: "an accepted request isn't enqueued now and then",
    edits: [edit(UPSERT, SUBMIT, `  if (Math.random() < 0.1) return undefined;\n${SUBMIT}`)],
    told: /WRONG \d+ accepted and not there/,
    requests: 600,
    route: "POST /api/contacts",
  },
  {
    name: "a refused request is enqueued",
    edits: [
      edit(
        UPSERT,
        SUBMIT,
        `${SUBMIT}\n  if (Math.random() < 0.3) throw new ApiError("INVALID_FIELD", "No.");`,
      ),
      edit(
        UPSERT,
        "import { acceptOnce }",
        'import { ApiError } from "../errors/api-error.ts";\nimport { acceptOnce }',
      ),
    ],
    told: /WRONG \d+ that nobody was told of/,
    route: "POST /api/contacts",
  },
  {
    name: "an error tells its stack",
    edits: [
      edit(
        ERRORS,
        "errorBody(error.code, error.message, error.details, error.extra)",
        "errorBody(error.code, error.stack ?? error.message, error.details, error.extra)",
      ),
    ],
    told: /the answer tells a (?:stack|file of ours)/,
  },
  {
    name: "a text keeps the process busy",
    edits: [
      edit(
        `${API}/request/parse-json.ts`,
        "    return secureJson.parse(text,",
        "    for (const until = performance.now() + (text.length > 60_000 ? 3_000 : 0); performance.now() < until; );\n    return secureJson.parse(text,",
      ),
    ],
    told: /WRONG the api did nothing else for \d{4} ms/,
    route: "POST /api/contacts",
  },
  {
    name: "an answer that never comes",
    edits: [
      edit(
        FIELDS,
        READ_ENTITY,
        `${READ_ENTITY}\n    if (c.req.url.includes("limit")) await new Promise(() => {});`,
      ),
    ],
    told: /WRONG GET \/api\/fields: no answer in time/,
    route: "GET /api/fields",
  },
  {
    name: "a request ends the process",
    edits: [
      edit(
        LOG,
        REQUEST_ID,
        `${REQUEST_ID}\n    if (c.req.path.includes("%2f")) setImmediate(() => { throw new Error("planted"); });`,
      ),
    ],
    told: /ECONN|closed without an answer|the api (?:has )?ended/,
  },
  {
    name: "each request leaves something behind",
    edits: [
      edit(
        LOG,
        REQUEST_ID,
        `${REQUEST_ID}\n    (globalThis as any).kept = [(globalThis as any).kept, "x".repeat(1_000) + Math.random()];`,
      ),
    ],
    told: /WRONG the api holds [\d.]+ MB, and held [\d.]+ early on/,
    requests: 20_000,
    route: "GET /livez",
  },
];

function edit(file: string, find: string, replace: string): Edit {
  return { file, find, replace };
}
