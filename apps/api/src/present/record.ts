import type { Company, Contact, Entity, RecordSnapshot } from "@onefold/contract";
import { presentCompany } from "./company.ts";
import { presentContact } from "./contact.ts";

/** How a record is read. */
export function presentRecord(entity: Entity, record: RecordSnapshot): Contact | Company {
  return entity === "contact" ? presentContact(record) : presentCompany(record);
}
