import { z } from "zod";

/** Every error code that an answer can have (docs/errors.md). The list is closed, as clients switch on it. */
export const ErrorCode = z.enum([
  // 400
  "MISSING_IDENTIFIER",
  "INVALID_CONTACT_ID",
  "CONTACT_NOT_FOUND_BY_ID",
  "INVALID_EMAIL",
  "INVALID_ADDITIONAL_EMAILS",
  "INVALID_LINKEDIN_URL",
  "PLACEHOLDER_IDENTIFIER",
  "INVALID_FIELD",
  "CONTACT_VALIDATION_FAILED",
  "MISSING_REQUIRED_FIELD",
  "INVALID_COMPANY_ID",
  "COMPANY_NOT_FOUND_BY_ID",
  "INVALID_DOMAIN",
  "COMPANY_VALIDATION_FAILED",
  "INVALID_JSON",
  "INVALID_CSV",
  "UNKNOWN_COLUMN",
  "UNCLEAR_OPT_OUT",
  "UPLOAD_BROKEN",
  "INVALID_REQUEST",
  "COMPANY_HAS_CONTACTS",
  // 401, 403
  "UNAUTHORIZED",
  "FORBIDDEN",
  // 404, 405, 410, 413, 415
  "NOT_FOUND",
  "METHOD_NOT_ALLOWED",
  "JOB_EXPIRED",
  "CURSOR_EXPIRED",
  "BODY_TOO_LARGE",
  "UNSUPPORTED_MEDIA_TYPE",
  // 409
  "IDENTITY_CONFLICT",
  "FIELD_EXISTS",
  "RULES_CHANGED",
  "MEMBER_EXISTS",
  "LAST_IDENTIFIER",
  "MERGE_TOO_LARGE",
  "UNDO_REFUSED",
  "UPLOAD_STOPPED",
  "JOB_ENDED",
  "JOB_NOT_ENDED",
  "JOB_NOT_BATCH",
  "NOTHING_TO_RETRY",
  // 410: the record was erased while the item was under way
  "DELETED",
  // 422: the request was accepted, but its values can't be stored
  "UNPROCESSABLE",
  "UNREADABLE",
  "DROPPED",
  "IDEMPOTENCY_KEY_REUSED",
  // 429
  "RATE_LIMITED",
  // 5xx
  "INTERNAL_ERROR",
  "NOT_SUPPORTED",
  "LOST",
  "UNAVAILABLE",
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** Why a request that succeeded didn't do all that it asked for. */
export const WarningCode = z.enum(["OWNER_NOT_FOUND", "COMPANY_NOT_FOUND", "POSSIBLE_DUPLICATE"]);
export type WarningCode = z.infer<typeof WarningCode>;

/**
 * Why one value of an applied item was not applied. `duplicate`: another record owns it. `stale`: a later write stands.
 * `limit`: the record is full. `scope`: the key may not give it. `deleted`: it named somebody who was deleted after the
 * item was accepted; then the value isn't repeated. `unregistered`: the custom field was taken out of the registry
 * since. `suspicious`: so many people have the identifier that it is nobody's. `placeholder`: it is nobody's from the
 * start. `invalid`: a row of an upload gave what the field doesn't take.
 */
export const RejectionReason = z.enum([
  "duplicate",
  "stale",
  "limit",
  "scope",
  "deleted",
  "unregistered",
  "suspicious",
  "placeholder",
  "invalid",
]);
export type RejectionReason = z.infer<typeof RejectionReason>;

/** What an error code says, and what a client does about it. */
export interface ErrorMeaning {
  readonly meaning: string;
  readonly fix: string;
  /** A message as an answer could say it. */
  readonly message: string;
  /** The part of the body that the error is about, if it is about one. Then `details` names it. */
  readonly path?: string;
  /** What the detail says, if that isn't the message. */
  readonly detail?: string;
  readonly contactCount?: number;
}

/**
 * The meaning of each code. The examples of the OpenAPI document, the descriptions of its answers and docs/errors.md
 * are made from it.
 */
export const ERROR_MEANINGS = {
  MISSING_IDENTIFIER: {
    meaning: "The body names no contact: none of its keys has a value.",
    fix: "Give at least one of contactId, email, linkedinUrl and linkedinUrlSalesNav.",
    message: "Give at least one of contactId, email, linkedinUrl, linkedinUrlSalesNav.",
    path: "",
  },
  INVALID_CONTACT_ID: {
    meaning: "The value isn't the id of a contact.",
    fix: "Send an id as an answer gave it: `ctc_` and 17 letters and digits.",
    message: "contactId must be an id such as ctc_Nx4qJwS0dV2bTzK8m.",
    path: "contactId",
  },
  CONTACT_NOT_FOUND_BY_ID: {
    meaning: "The team has no contact with this id, and an id never creates one.",
    fix: "Leave contactId out and name the contact by e-mail or LinkedIn URL, or correct the id.",
    message: "There is no contact with the contactId ctc_Nx4qJwS0dV2bTzK8m.",
    path: "contactId",
  },
  INVALID_EMAIL: {
    meaning: "The value isn't an e-mail address.",
    fix: "Correct the address, or leave it out.",
    message: "email must be an e-mail address.",
    path: "email",
  },
  INVALID_ADDITIONAL_EMAILS: {
    meaning: "`additionalEmails` isn't a list of at most 20 e-mail addresses.",
    fix: "Correct or remove the address that the detail's path names.",
    message: "additionalEmails[1] must be an e-mail address.",
    path: "additionalEmails[1]",
  },
  INVALID_LINKEDIN_URL: {
    meaning: "The value isn't the URL of a LinkedIn profile, company, or Sales Navigator page.",
    fix: "Send the URL of the page itself, such as https://www.linkedin.com/in/jane-example.",
    message:
      "linkedinUrl must be the URL of a LinkedIn profile, such as https://www.linkedin.com/in/jane-example.",
    path: "linkedinUrl",
  },
  PLACEHOLDER_IDENTIFIER: {
    meaning:
      'What the body names its record by says "nothing" (`/in/undefined`, test@test.com), or many share it ' +
      "(facebook.com as a company's domain), so it would make one record of strangers.",
    fix:
      "Leave the value out and give another identifier. Where it is somebody's all the same, the team allows it: " +
      "`PUT /api/identity-rules`, or `npx onefold rules allow`.",
    message:
      'linkedinUrl names no contact: such a value stands for "nothing", or many share it. Where it is right, ' +
      "allow it: PUT /api/identity-rules, or npx onefold rules allow.",
    path: "linkedinUrl",
  },
  INVALID_FIELD: {
    meaning: "A custom field isn't registered for the team, or the value isn't of its type.",
    fix: "Register the field with POST /api/fields, or send a value of the type that the message names.",
    message: "seniority is not a field of this team.",
    path: "seniority",
  },
  CONTACT_VALIDATION_FAILED: {
    meaning: "A value of a contact's body has the wrong type, is too long, or doesn't go with another one.",
    fix: "Correct what the details name.",
    message: "firstName must be a string of at most 255 characters.",
    path: "firstName",
  },
  MISSING_REQUIRED_FIELD: {
    meaning: "A company's body has neither companyId nor both name and domain.",
    fix: "Give companyId, or name and domain.",
    message: "domain is required where companyId isn't given.",
    path: "domain",
  },
  INVALID_COMPANY_ID: {
    meaning: "The value isn't the id of a company.",
    fix: "Send an id as an answer gave it: `cpn_` and 17 letters and digits.",
    message: "companyId must be an id such as cpn_Nx4qJwS0dV2bTzK8m.",
    path: "companyId",
  },
  COMPANY_NOT_FOUND_BY_ID: {
    meaning: "The team has no company with this id, and an id never creates one.",
    fix: "Leave companyId out and give name and domain, or correct the id.",
    message: "There is no company with the companyId cpn_Nx4qJwS0dV2bTzK8m.",
    path: "companyId",
  },
  INVALID_DOMAIN: {
    meaning: "The value isn't the domain of a company.",
    fix: "Send the bare domain, such as example.com.",
    message: "domain must be a domain such as example.com.",
    path: "domain",
  },
  COMPANY_VALIDATION_FAILED: {
    meaning: "A value of a company's body has the wrong type, is too long, or doesn't go with another one.",
    fix: "Correct what the details name.",
    message: "industry must be a string of at most 5000 characters.",
    path: "industry",
  },
  INVALID_JSON: {
    meaning: "The body isn't one JSON object in UTF-8, or has a key or a depth that is refused.",
    fix: "Send one JSON object; what can't be parsed isn't quoted in the answer.",
    message: "The body is not valid JSON: line 3, character 14: comma expected.",
  },
  INVALID_CSV: {
    meaning: "The CSV can't be read: its columns aren't known, or a quote isn't closed.",
    fix: "Correct what the message names; where `job` is there, the rows before it are taken.",
    message:
      "A quote that opens in line 3 isn't closed as it should be before the end: within quotes a quote is doubled.",
  },
  UNKNOWN_COLUMN: {
    meaning: "A detail of INVALID_CSV: there is no field for a column. Nothing of the upload was taken.",
    fix: "Say what it is with `map=Header:field`, leave it out with `map=Header:`, leave out all such columns with `ignoreUnknownColumns=true`, or register a field with POST /api/fields.",
    message:
      'There is no field for the column "Shoe size". Say what it is with map=Shoe size:field, or leave it out with map=Shoe size: (nothing after the colon). ignoreUnknownColumns=true leaves out all such columns, and POST /api/fields registers a field beforehand.',
    path: "Shoe size",
    detail: 'There is no field for the column "Shoe size".',
  },
  UNCLEAR_OPT_OUT: {
    meaning:
      "A detail of INVALID_CSV: a column looks as if it said who opted out, and its meaning isn't clear. Nothing of the upload was taken.",
    fix: "Map it: `map=Header:unsubscribed` where a yes, or a time, means that somebody opted out; `map=Header:` where it means something else.",
    message:
      'The column "Newsletter" looks as if it said who opted out, and its meaning isn\'t clear. Say map=Newsletter:unsubscribed where a yes or a time means that somebody opted out, or map=Newsletter: (nothing after the colon) to leave it out.',
    path: "Newsletter",
    detail: 'The column "Newsletter" looks as if it said who opted out, and its meaning isn\'t clear.',
  },
  UPLOAD_BROKEN: {
    meaning:
      "The body of an upload broke off, came at less than 1 KiB a second, or isn't the gzip that it should be.",
    fix: "Send it again, with the same Idempotency-Key: rows that were taken are not taken twice.",
    message:
      "Less than 30720 bytes came in 30 seconds: an upload isn't held open for so little. 1500 rows were taken before that; the job has them.",
  },
  INVALID_REQUEST: {
    meaning: "A query parameter, a header or a key of the body is not one that the route takes.",
    fix: "Correct what the message names; the route's parameters are in the OpenAPI document.",
    message: "The query parameter wait takes a whole number of at most 60.",
  },
  COMPANY_HAS_CONTACTS: {
    meaning: "Contacts are linked to the company, so it isn't deleted.",
    fix: "Delete it with `force=true`, which unlinks them, or link them elsewhere first.",
    message:
      "3 contacts are linked to this company: unlink them first, or delete it with force=true, which unlinks them.",
    contactCount: 3,
  },
  UNAUTHORIZED: {
    meaning: "The API key is missing, unknown, malformed or revoked: all four answer alike.",
    fix: "Send the key as the password of Basic authentication, or as a Bearer token.",
    message: "The API key is missing or wrong.",
  },
  FORBIDDEN: {
    meaning: "The user of the key is blocked, or the key lacks the scope that the route needs.",
    fix: "Use a key with that scope, of a user who isn't blocked.",
    message: "The user of this API key is blocked.",
  },
  NOT_FOUND: {
    meaning: "There is no such record, job or route, or it is another team's: both answer alike.",
    fix: "Check the id and the path, and that the key is of the right team.",
    message: "There is no such contact.",
  },
  METHOD_NOT_ALLOWED: {
    meaning: "The route exists, but not with this method.",
    fix: "Use a method that the header Allow names.",
    message: "This route takes HEAD, GET.",
  },
  JOB_EXPIRED: {
    meaning: "The job is past the retention of receipts, so what became of it is no longer kept.",
    fix: "Read the record instead; poll jobs within the retention.",
    message: "What became of a job is kept for 30 days.",
  },
  CURSOR_EXPIRED: {
    meaning:
      "The change feed can't be followed from this cursor: what came after it is past the retention, or the database was " +
      "restored, or another server took over.",
    fix: "Read the records again, and start without a cursor, or with `after=now`.",
    message:
      "What came after this cursor is past the retention. Read the records again, and start without a cursor.",
  },
  BODY_TOO_LARGE: {
    meaning: "The body is larger than the API takes.",
    fix: "Send less at once: texts have at most 5,000 characters.",
    message: "The body is larger than 262144 bytes.",
  },
  UNSUPPORTED_MEDIA_TYPE: {
    meaning: "The body isn't announced as JSON in UTF-8, or it is compressed.",
    fix: "Send `Content-Type: application/json` and no Content-Encoding.",
    message: "Send JSON in UTF-8, with Content-Type: application/json.",
  },
  IDENTITY_CONFLICT: {
    meaning: "The identifiers name several records, and the request said to apply to none then (strict).",
    fix: "Merge the records that the details name, or send the request with `onConflict=prefer` or `merge`.",
    message: "The identifiers belong to several records, and onConflict=strict applies nothing then.",
    path: "linkedinUrl",
    detail: "linkedinUrl belongs to ctc_Nx4qJwS0dV2bTzK8m.",
  },
  FIELD_EXISTS: {
    meaning:
      "The team has a field of this name already, the name is reserved, or the values of a field of this name that " +
      "was deleted are still being removed.",
    fix: "Use the field that is there, or another name; where values are being removed, try again in a minute.",
    message: "There is a contact field seniority already.",
  },
  RULES_CHANGED: {
    meaning:
      "The identity rules were changed since the `version` that the body gives was read, so nothing was replaced.",
    fix: "Read the rules again, change those, and send them with their `version`.",
    message: "The rules were changed since they were read: read them again, change those, and send them.",
  },
  MEMBER_EXISTS: {
    meaning: "The team has a member with this e-mail already.",
    fix: "Use the member that is there: GET /api/team?version=v2 lists them.",
    message: "The team has a member with this e-mail already.",
  },
  LAST_IDENTIFIER: {
    meaning: "Nothing could find the contact any more if this e-mail were removed.",
    fix: "Give the contact another e-mail or LinkedIn URL first, or delete it.",
    message:
      "Without this e-mail the contact would have nothing left to be found by: delete the contact instead.",
  },
  MERGE_TOO_LARGE: {
    meaning:
      "The merged record would be past a limit, such as 20 additional e-mails or 50 jobs, so nothing was merged.",
    fix: "Merge fewer records at once, or remove what isn't needed from them first.",
    message: "Together they have 23 e-mails, and a contact can have 21. Nothing was merged.",
  },
  UNDO_REFUSED: {
    meaning:
      "What the merge moved was changed since, or its survivor was merged again, so nothing was undone.",
    fix: "Undo the later merge first, or correct the records by hand.",
    message: "This merge can't be taken back any more, see details. Nothing was changed.",
    path: "jobTitle",
    detail: "jobTitle came with the merge and was written since.",
  },
  JOB_ENDED: {
    meaning: "The job has ended already, so there is nothing to cancel.",
    fix: "Read the job: its status and counts say how it ended.",
    message: "The job has ended already: it is completed.",
  },
  JOB_NOT_ENDED: {
    meaning: "The job is still under way, so what is to be retried isn't known yet.",
    fix: "Wait for its end with `?wait=` or its events, or cancel it, then retry.",
    message: "The job hasn't ended yet: retry it after its end.",
  },
  JOB_NOT_BATCH: {
    meaning: "The job is that of a single request: only a batch can be cancelled or retried.",
    fix: "Send the request again; to take an upsert back, send what it replaced.",
    message: "This is the job of a single request: it can't be cancelled or retried.",
  },
  NOTHING_TO_RETRY: {
    meaning: "No row of the job was rejected with its input kept, so there is nothing to send again.",
    fix: "Nothing; rows that were cancelled or never sent are sent with a new upload.",
    message: "The job has no rejected rows: there is nothing to retry.",
  },
  UPLOAD_STOPPED: {
    meaning: "The job of the upload was cancelled or has ended, or another request sends the same upload.",
    fix: "Read the job; send again with the same Idempotency-Key if it goes on, else with a new one.",
    message: "The job was cancelled while its rows were sent: nothing more of them is taken.",
  },
  DELETED: {
    meaning: "The record was deleted after the request was accepted, so its answer is no longer kept.",
    fix: "Nothing, if the deletion was meant; else send the request again.",
    message: "This request was applied, and its record was deleted since: nothing of the answer is kept.",
  },
  UNPROCESSABLE: {
    meaning: "The request was accepted, but the database refuses its values; nothing of it was applied.",
    fix: "Change the values; sending the same again ends the same way.",
    message: "The database refused a value of this request. Nothing of it was applied.",
  },
  UNREADABLE: {
    meaning: "The accepted request can't be read by this version of the worker; nothing of it was applied.",
    fix: "Run the same version of API and workers, and send the request again.",
    message: "The queued copy of this request can't be read, so nothing of it was applied. Send it again.",
  },
  DROPPED: {
    meaning: "The request was a dead letter, and somebody dropped it; nothing of it was applied.",
    fix: "Nothing, or send it again, mended.",
    message:
      "usr_0SOo3KPpVZxnJhMuM dropped this dead letter, by the API key key_0SOo3KPpVZxnJhMuM. Nothing of it was applied.",
  },
  IDEMPOTENCY_KEY_REUSED: {
    meaning:
      "The Idempotency-Key was used for another request already, or for an upload that couldn't be read to its end.",
    fix: "Use a new key for each request, and the same key only to repeat one unchanged.",
    message:
      "This Idempotency-Key belongs to job_03yHWc2jpVLKfXkbKQfKum2x1hujl5, whose request had another body or query; nothing of this one " +
      "was applied. A retry repeats both byte for byte; a new request takes a new key.",
  },
  RATE_LIMITED: {
    meaning:
      "The key has sent more requests than its limit lets pass; or it or its team has its share of requests, bodies, uploads or slow requests under way; or its address has sent too many unknown keys.",
    fix: "Wait as many seconds as Retry-After says.",
    message: "This API key may send 20 requests in 2 seconds: try again in 2 seconds.",
  },
  INTERNAL_ERROR: {
    meaning: "Something went wrong in the service; the answer tells the request's id, the log the rest.",
    fix: "Retry later, and give the operator the request's id.",
    message: "Something went wrong here. Request id: 5f0c2f3a-6d5e-4c58-9f3b-0d1f5b1f7c11",
  },
  NOT_SUPPORTED: {
    meaning: "The route is lemlist's, and about what this service has nothing of, such as campaigns.",
    fix: "Nothing: leave that out of the client, or send it to lemlist. docs/lemlist.md lists these routes.",
    message:
      "Campaigns are no part of this service. Onefold keeps contacts and companies, each once, and answers lemlist's " +
      "routes for them; /docs lists all that it has.",
  },
  LOST: {
    meaning:
      "The request was accepted, and the queue's store lost it before it was applied: it was replaced or emptied.",
    fix: "Send the request again; the same Idempotency-Key names a new job then.",
    message:
      "The queue lost this request before it was applied, as when its store was replaced or emptied. Nothing of it was applied: send it again.",
  },
  UNAVAILABLE: {
    meaning:
      "The store is down, slow or nearly full; after a POST it can be unknown whether it was accepted.",
    fix: "Retry after as many seconds as Retry-After says, with the same Idempotency-Key.",
    message: "The queue takes nothing now. Nothing was accepted: retry.",
  },
} as const satisfies Record<ErrorCode, ErrorMeaning>;

/** What a warning says: the request was applied, except for this. */
export const WARNING_MEANINGS = {
  OWNER_NOT_FOUND:
    "No member has this id or e-mail: a single request's record goes to the key's user; a row's, and any that names neither an id nor an e-mail, keeps its owner.",
  COMPANY_NOT_FOUND: "No company has this id, domain or URL; the contact was linked to none.",
  POSSIBLE_DUPLICATE:
    "The identifiers name several records, and these were left apart: `recordIds` has the one that was updated, then " +
    "the other. The message says why, and how to merge them.",
} as const satisfies Record<WarningCode, string>;

export const REJECTION_MEANINGS = {
  duplicate: "Another record owns this identifier and keeps it; `conflictingRecordId` says which.",
  stale: "A later write of this field stands: one with a later `observedAt`, or accepted later.",
  limit:
    "The record is full: it has as many additional e-mails, or jobs at companies, as it can have. None is ever dropped.",
  scope: "The record was there, and only a key with the scope `identify` gives it further e-mails and URLs.",
  deleted:
    "The value named somebody who was deleted after the request was accepted; it is neither stored nor repeated here.",
  suspicious:
    "So many items came with this identifier and another name each that it can't be one person's. The rest was applied " +
    "without it.",
  placeholder:
    'The value says "nothing", as `/in/undefined` and test@test.com do, or many share it, or the identity rules of the ' +
    "team say that it is nobody's. The rest was applied without it.",
  unregistered: "The custom field was taken out of the registry after the request was accepted.",
  invalid:
    "The row of the upload gave what the field doesn't take; `message` says what it takes. The rest was applied.",
} as const satisfies Record<RejectionReason, string>;
