import type { IdentifierTable } from "./identifiers.ts";
import type { ReceiptTable } from "./receipts.ts";
import type { CompanyTable, ContactTable } from "./records.ts";
import type { ApiKeyTable, FieldTable, SettingTable, TeamTable, UserTable } from "./team.ts";

/** Every table, for Kysely. */
export interface Tables {
  teams: TeamTable;
  users: UserTable;
  api_keys: ApiKeyTable;
  fields: FieldTable;
  settings: SettingTable;
  contacts: ContactTable;
  companies: CompanyTable;
  contact_identifiers: IdentifierTable;
  company_identifiers: IdentifierTable;
  receipts: ReceiptTable;
}
