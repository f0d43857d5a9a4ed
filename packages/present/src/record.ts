import type { Company, Contact, Entity, RecordSnapshot } from "@onefold/contract";
import { presentCompany } from "./company.ts";
import { presentContact } from "./contact.ts";

const PRESENT: Readonly<Record<Entity, (record: RecordSnapshot) => Contact | Company>> = {
  contact: presentContact,
  company: presentCompany,
};

/** Shows a record as it is read. */
export function presentRecord(entity: Entity, record: RecordSnapshot): Contact | Company {
  return PRESENT[entity](record);
}
