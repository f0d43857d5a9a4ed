import { onEachBackend } from "./on-each-backend.ts";
import { companyAndOwnerTests } from "./upserts/companies-and-owners.ts";
import { contactIdentifierTests } from "./upserts/contact-identifiers.ts";
import { contactTests } from "./upserts/contacts.ts";
import { customFieldTests } from "./upserts/custom-fields.ts";
import { tenancyTests } from "./upserts/tenancy.ts";

/** What POSTs come to once a worker has applied them: in one file, so that they share the processes of a stack. */
onEachBackend((stack) => {
  contactTests(stack);
  contactIdentifierTests(stack);
  customFieldTests(stack);
  companyAndOwnerTests(stack);
  tenancyTests(stack);
});
