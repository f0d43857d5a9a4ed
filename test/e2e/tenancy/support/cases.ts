import type { RequestOptions } from "../../support/client.ts";
import { UNKNOWN } from "./names.ts";
import type { Names } from "./names.ts";

/** A request that names something. */
interface Request extends RequestOptions {
  readonly path: string;
}

export interface Case {
  /** What it names: where it is a parameter of the route, by the parameter's own name. */
  readonly by: string;
  /** How it is answered, both for another team's and for what nobody has. */
  readonly status: number;
  /** It is told from the request itself, whoever's it is: nothing is looked up. */
  readonly isToldAtOnce?: true;
  /** The request that names these things; `own` are the asking team's. */
  readonly ask: (named: Names, own: Names) => Request;
}

/** The person or the company of a path: by its id, by that of a merged one, and by what it is known by. */
export const contactIn = (
  by: string,
  status: number,
  path: (name: string) => string,
  options: RequestOptions = {},
): Case[] =>
  (["contact", "mergedContact", "email", "alias", "profile", "lead"] as const).map((kind) => ({
    by,
    status,
    ask: (named) => ({ path: path(encodeURIComponent(named[kind])), ...options }),
  }));

export const companyIn = (by: string, status: number, path: (name: string) => string): Case[] =>
  (["company", "mergedCompany", "domain", "page", "companyLead"] as const).map((kind) => ({
    by,
    status,
    ask: (named) => ({ path: path(encodeURIComponent(named[kind])) }),
  }));

/** A read by query. */
const query = (by: string, kind: keyof Names, path: string): Case => ({
  by,
  status: 200,
  ask: (named) => ({
    path: `${path}${path.includes("?") ? "&" : "?"}${by}=${encodeURIComponent(named[kind])}`,
  }),
});

export const contactFilters = (path: string): Case[] => [
  query("idsOrEmails", "contact", path),
  query("idsOrEmails", "mergedContact", path),
  query("idsOrEmails", "alias", path),
  query("email", "email", path),
  query("linkedinUrl", "profile", path),
  query("linkedinUrlSalesNav", "lead", path),
  query("companyId", "company", path),
  query("companyId", "mergedCompany", path),
  query("companyDomain", "domain", path),
  query("companyLinkedinUrl", "page", path),
  query("companySalesnavUrl", "companyLead", path),
  query("search", "email", path),
  query("search", "profile", path),
];

export const companyFilters = (path: string): Case[] => [
  query("idsOrDomains", "company", path),
  query("idsOrDomains", "mergedCompany", path),
  query("idsOrDomains", "domain", path),
  query("domain", "domain", path),
  query("linkedinUrl", "page", path),
  query("linkedinUrlSalesNav", "companyLead", path),
  query("search", "domain", path),
];

/** What became of the requests about something. */
export const singleJobs = (path: string): Case[] =>
  (["contact", "mergedContact", "email", "profile", "company", "domain", "page"] as const).map((kind) =>
    query("record", kind, path),
  );

/** A cursor says for which team and list it was made. */
export const cursor = (kind: "contactCursor" | "companyCursor", path: string): Case => ({
  ...query("cursor", kind, path),
  status: 400,
  isToldAtOnce: true,
});

let asked = 0;
/** Nobody's until it is asked with. */
const fresh = () => `fresh-${++asked}@example.com`;

/** An upsert whose body names something beside what is its own. */
export const upsert = (
  by: string,
  status: number,
  path: string,
  body: (named: Names) => object,
  headers: (named: Names) => Record<string, string> = () => ({}),
): Case => ({ by, status, ask: (named) => ({ path, body: body(named), headers: headers(named) }) });

export const person = (more: object) => ({ email: fresh(), ...more });
export const firm = (more: object) => ({ name: "Firm", domain: fresh().replace("@", "."), ...more });

type Area = "contacts" | "companies";

/** How a record of that area can be named. */
const kindsOf = (area: Area) =>
  area === "contacts"
    ? (["contact", "mergedContact", "email", "alias"] as const)
    : (["company", "mergedCompany", "domain"] as const);

/** The asking team's own. */
const mineOf = (area: Area) => (area === "contacts" ? "contact" : "company");

/** Notes of records that are different. */
export const different = (area: Area): Case[] =>
  kindsOf(area).map((kind) => ({
    by: "ids",
    status: 404,
    ask: (named: Names, own: Names) => ({
      path: `/api/${area}/different`,
      body: { ids: [own[mineOf(area)], named[kind]] },
    }),
  }));

export const merges = (area: Area): Case[] => {
  const path = `/api/${area}/merge`;
  const kinds = kindsOf(area);
  const mine = mineOf(area);
  return kinds.flatMap((kind) => [
    {
      by: "primaryId",
      status: 404,
      ask: (named: Names, own: Names) => ({
        path,
        body: { primaryId: named[kind], secondaryIds: [own[mine]] },
      }),
    },
    {
      by: "secondaryIds",
      status: 404,
      ask: (named: Names, own: Names) => ({
        path,
        body: { primaryId: own[mine], secondaryIds: [named[kind]] },
      }),
    },
    {
      by: "secondaryIds of a dry run",
      status: 404,
      ask: (named: Names, own: Names) => ({
        path: `${path}?dryRun=true`,
        body: { primaryId: own[mine], secondaryIds: [named[kind]] },
      }),
    },
  ]);
};

export const undos = (area: string): Case[] =>
  (["mergeJob", "companyMergeJob", "job"] as const).map((kind) => ({
    by: "jobId",
    status: 404,
    isToldAtOnce: true,
    ask: (named) => ({ path: `/api/${area}/merge/${named[kind]}/undo` }),
  }));

/** A job's id says by itself whose it is. */
export const job = (path: (named: Names) => string): Case => ({
  by: "id",
  status: 404,
  isToldAtOnce: true,
  ask: (named) => ({ path: path(named) }),
});

/** The e-mail that a path names, of another's contact and of one's own. */
/** A value on a team's list of unsubscribed ones: it is no record's name, and each team has its own list. */
export const listed = (by: string, status: number, path: string): Case[] => [
  { by, status, ask: ({ alias }) => ({ path: `${path}/${alias}` }) },
];

export const emailIn = (path: (name: string, email: string) => string): Case[] => [
  ...(["contact", "mergedContact", "email"] as const).map((kind) => ({
    by: "idOrEmail",
    status: 404,
    ask: (named: Names) => ({ path: path(named[kind], named.alias) }),
  })),
  {
    by: "email",
    status: 404,
    ask: (named: Names, own: Names) => ({ path: path(own.contact, named.alias) }),
  },
];

/** Jobs, their results and conflicts have cursors of their own: one of another list is as good as a made-up one. */
export const jobCursor = (path: (cursor: string, own: Names) => string): Case => ({
  by: "cursor",
  status: 400,
  isToldAtOnce: true,
  ask: (named, own) => ({ path: path(named.contactCursor, own) }),
});

/** A batch without a row, so that no worker has a part in it. */
export const emptyBatch = (path: string): Case => ({
  by: "Idempotency-Key",
  status: 202,
  ask: ({ idempotencyKey }) => ({ path, body: [], headers: { "Idempotency-Key": idempotencyKey } }),
});

/** Cases of an operation, and the first of them on what nobody has, under an Idempotency-Key. */
export const underKey = (cases: readonly Case[]): Case[] => {
  const [first] = cases;
  if (!first) return [];
  const ask = ({ idempotencyKey }: Names, own: Names) => ({
    ...first.ask(UNKNOWN, own),
    headers: { "Idempotency-Key": idempotencyKey },
  });
  return [...cases, { ...first, by: "Idempotency-Key", ask }];
};
