import type {
  Company,
  CompanyRequest,
  Contact,
  ContactRequest,
  DeleteCompanyAnswer,
  DeleteContactAnswer,
  MergeCompaniesAnswer,
  MergeContactsAnswer,
  operations,
  UndoCompaniesMergeAnswer,
  UndoContactsMergeAnswer,
  UpsertCompanyAnswer,
  UpsertContactAnswer,
} from "../generated/openapi.ts";

/** The query of an operation, with booleans where it has `true` and `false`. */
type QueryOf<Name extends keyof operations> = operations[Name] extends {
  parameters: { query?: infer Query };
}
  ? { readonly [Part in keyof Query]: Flag<Query[Part]> }
  : never;
type Flag<Value> = [Exclude<Value, undefined>] extends ["true" | "false"] ? boolean | undefined : Value;
/** What rows of JSON need of an upload's query: the others are about columns. */
type OfRows = "onConflict" | "source" | "resubscribe";

/** The types of an entity's requests and answers. */
export interface EntityTypes {
  readonly request: object;
  readonly record: object;
  readonly upserted: UpsertContactAnswer | UpsertCompanyAnswer;
  readonly merged: MergeContactsAnswer | MergeCompaniesAnswer;
  readonly undone: UndoContactsMergeAnswer | UndoCompaniesMergeAnswer;
  readonly deleted: DeleteContactAnswer | DeleteCompanyAnswer;
  readonly find: object;
  readonly export: object;
  readonly upsert: object;
  readonly upsertMany: object;
  readonly upload: object;
  readonly deletion: object;
}

export interface ContactTypes {
  readonly request: ContactRequest;
  readonly record: Contact;
  readonly upserted: UpsertContactAnswer;
  readonly merged: MergeContactsAnswer;
  readonly undone: UndoContactsMergeAnswer;
  readonly deleted: DeleteContactAnswer;
  readonly find: Omit<QueryOf<"listContacts">, "idsOrEmails" | "cursor" | "offset"> & {
    /** Exactly these, in this order, each once; at most 100. */
    readonly idsOrEmails?: readonly string[];
  };
  readonly export: Omit<ContactTypes["find"], "limit" | "sortBy" | "sortOrder">;
  readonly upsert: QueryOf<"upsertContact">;
  readonly upsertMany: Pick<QueryOf<"uploadContacts">, OfRows | "createCompanies">;
  readonly upload: QueryOf<"uploadContacts">;
  readonly deletion: object;
}

export interface CompanyTypes {
  readonly request: CompanyRequest;
  readonly record: Company;
  readonly upserted: UpsertCompanyAnswer;
  readonly merged: MergeCompaniesAnswer;
  readonly undone: UndoCompaniesMergeAnswer;
  readonly deleted: DeleteCompanyAnswer;
  readonly find: Omit<QueryOf<"listCompanies">, "idsOrDomains" | "cursor" | "offset" | "fields"> & {
    /** Exactly these, in this order, each once; at most 100. */
    readonly idsOrDomains?: readonly string[];
  };
  readonly export: Omit<CompanyTypes["find"], "limit" | "sortBy" | "sortOrder">;
  readonly upsert: QueryOf<"upsertCompany">;
  readonly upsertMany: Pick<QueryOf<"uploadCompanies">, OfRows>;
  readonly upload: QueryOf<"uploadCompanies">;
  readonly deletion: QueryOf<"deleteCompany">;
}

/** What the client knows of an entity. */
export interface Entity {
  readonly path: string;
  /** What names a record in a row. */
  readonly identifiers: readonly string[];
}

export const CONTACTS: Entity = {
  path: "/api/contacts",
  identifiers: ["contactId", "email", "additionalEmails", "linkedinUrl", "linkedinUrlSalesNav"],
};

export const COMPANIES: Entity = {
  path: "/api/companies",
  identifiers: ["companyId", "domain", "linkedinUrl", "linkedinUrlSalesNav"],
};
