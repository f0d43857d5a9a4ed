export { contradicts } from "./contradicts.ts";
export { adoptStates } from "./adopt-states.ts";
export { isBlank, trimInvisible } from "./blank.ts";
export { canonicalDomain } from "./canonical-domain.ts";
export { canonicalEmail } from "./canonical-email.ts";
export { canonicalLinkedinCompany } from "./canonical-linkedin-company.ts";
export { canonicalLinkedinProfile } from "./canonical-linkedin-profile.ts";
export { canonicalSalesNavCompany } from "./canonical-sales-nav-company.ts";
export { canonicalSalesNavLead } from "./canonical-sales-nav-lead.ts";
export {
  companyDefinition,
  contactDefinition,
  definitionOf,
  definitionsAbout,
  entityOfId,
  entityOfRecord,
} from "./definitions.ts";
export { define } from "./entity-definition.ts";
export type {
  Canonical,
  EntityDefinition,
  IdentifierDefinition,
  LinkDefinition,
} from "./entity-definition.ts";
export { fieldMap } from "./field-map.ts";
export { CANDIDATE_STEPS, findIdentifiers } from "./find-identifiers.ts";
export type { FoundIdentifier } from "./find-identifiers.ts";
export { changesBetween, createState, fold } from "./fold.ts";
export type { Folded } from "./fold.ts";
export { isId, newId } from "./ids.ts";
export { createJobIds } from "./job-id.ts";
export type { JobIds } from "./job-id.ts";
export {
  isSince,
  jobField,
  jobIds,
  jobsOf,
  linkedIds,
  readJobField,
  withJobStamps,
  withLinkedJob,
} from "./jobs.ts";
export type { Job } from "./jobs.ts";
export { joinStates } from "./join-states.ts";
export { match } from "./match.ts";
export type { Clash, Match } from "./match.ts";
export type { Origin, Patch, RecordState } from "./record-state.ts";
export { compileRules } from "./placeholders/compile-rules.ts";
export type { CompiledRules, PlaceholderRules } from "./placeholders/compile-rules.ts";
export { isPlaceholder } from "./placeholders/is-placeholder.ts";
export { problemsOfPatterns, SEARCHING_PATTERNS_MAX } from "./placeholders/read-pattern.ts";
export { readAs, readIdentifier } from "./read-identifier.ts";
export { readSalesNav } from "./read-sales-nav.ts";
export { searchKey } from "./search-key.ts";
export { isLater, isSameStamp, stampOf } from "./stamp.ts";
export type { Stamp } from "./stamp.ts";
export { tidyPhone } from "./tidy-phone.ts";
export { CONSENT, undoAdoption, withConsent, withOwnPrimaries } from "./undo-adoption.ts";
export type { Consent, MergeTrace, Undone } from "./undo-adoption.ts";
export { isStackable, MARKS_MAX } from "./is-stackable.ts";
export { readUnsubscribedValue, unsubscribedBy } from "./unsubscribed-value.ts";
export type { UnsubscribedValue } from "./unsubscribed-value.ts";
