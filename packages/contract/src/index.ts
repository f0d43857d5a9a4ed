export { Entity, Identifier, IdentifierKind } from "./entity.ts";
export { ErrorCode, RejectionReason, WarningCode } from "./codes.ts";
export { Clock, CompanyLink, FieldValue, ItemRef, OnConflict, Upsert } from "./item.ts";
export type { Item } from "./item.ts";
export {
  Applied,
  Change,
  ErrorDetail,
  FieldRejection,
  ItemResult,
  RecordSnapshot,
  Rejected,
  Warning,
} from "./receipt.ts";
export { CHUNK_MAX_BYTES, CHUNK_MAX_ITEMS, ChunkEnvelope } from "./chunk.ts";
export {
  ADDITIONAL_EMAILS_MAX,
  BODY_MAX_BYTES,
  EMAIL_MAX,
  FIELD_NAME_MAX,
  NAME_MAX,
  TEXT_MAX,
  WAIT_MAX_SECONDS,
} from "./limits.ts";
export { CompanyId, ContactId, JobId, JobLink, TeamId, Timestamp, UserId } from "./wire-parts.ts";
export { ErrorBody } from "./error-body.ts";
export { CONTACT_FIELDS, ContactRequest } from "./contact-request.ts";
export { Contact, UpsertContactAnswer } from "./contact.ts";
export { COMPANY_FIELDS, CompanyRequest } from "./company-request.ts";
export { Company, UpsertCompanyAnswer } from "./company.ts";
export { CreateFieldAnswer, CreateFieldRequest, Field, FieldName, FieldsAnswer, FieldType } from "./field.ts";
export { AcceptedAnswer, Job, JobCounts, JobStatus } from "./job.ts";
export { Team } from "./team.ts";
export { Liveness, Readiness } from "./health.ts";
