import type { Scope } from "@onefold/contract";

const INGEST = ["ingest"] as const;
const UPLOAD = ["upload"] as const;
/** For what posts records and follows its own jobs, or reads all. */
const OWN_OR_READ = ["ingest", "upload", "read"] as const;
const READ = ["read"] as const;
/** Nothing but `admin`, which may do everything. */
const ADMIN = [] as const;

/**
 * Which scopes a key needs, one of them, for each route under `/api` (`admin` needs none besides). In a word:
 * `ingest` posts contacts and companies, `upload` files of them, and both follow their own jobs; `read` reads
 * everything but the keys. A route of app.ts that isn't here keeps the API from starting.
 */
export const ROUTE_SCOPES = {
  // Told to whoever asks where HEALTH_DETAILS says so.
  "GET /readyz": READ,
  "GET /metrics": READ,

  "POST /api/contacts": INGEST,
  "POST /api/contacts/batch": UPLOAD,
  "GET /api/contacts": READ,
  "GET /api/contacts/export": READ,
  "POST /api/contacts/merge": ADMIN,
  "POST /api/contacts/merge/:jobId/undo": ADMIN,
  "GET /api/contacts/:idOrEmail": READ,
  "GET /api/contacts/:idOrEmail/history": READ,
  "DELETE /api/contacts/:idOrEmail": ADMIN,
  "DELETE /api/contacts/:idOrEmail/emails/:email": ADMIN,
  "PUT /api/contacts/:idOrEmail/emails/:email/primary": ADMIN,
  "POST /api/contacts/:idOrEmail/emails/:email/primary": ADMIN,
  "GET /api/v2/unsubscribes/contacts/:contactId": READ,
  "POST /api/v2/unsubscribes/contacts/:contactId": ADMIN,
  "DELETE /api/v2/unsubscribes/contacts/:contactId": ADMIN,

  "POST /api/companies": INGEST,
  "POST /api/companies/batch": UPLOAD,
  "GET /api/companies": READ,
  "GET /api/companies/export": READ,
  "POST /api/companies/merge": ADMIN,
  "POST /api/companies/merge/:jobId/undo": ADMIN,
  "GET /api/companies/:idOrDomain": READ,
  "GET /api/companies/:idOrDomain/history": READ,
  "DELETE /api/companies/:idOrDomain": ADMIN,

  "GET /api/fields": READ,
  "POST /api/fields": ADMIN,
  "DELETE /api/fields/:entity/:name": ADMIN,

  "GET /api/team": READ,
  "PATCH /api/team": ADMIN,
  "POST /api/team/members": ADMIN,
  "PATCH /api/team/members/:userId": ADMIN,
  "GET /api/users/:id": READ,

  "GET /api/keys": ADMIN,
  "POST /api/keys": ADMIN,
  "DELETE /api/keys/:id": ADMIN,
  "POST /api/keys/:id/rotate": ADMIN,

  "GET /api/jobs": OWN_OR_READ,
  "GET /api/jobs/:id": OWN_OR_READ,
  "GET /api/jobs/:id/results": OWN_OR_READ,
  "GET /api/jobs/:id/events": OWN_OR_READ,
  "POST /api/jobs/:id/cancel": UPLOAD,
  "POST /api/jobs/:id/retry": UPLOAD,
} as const satisfies Readonly<Record<string, readonly Scope[]>>;
