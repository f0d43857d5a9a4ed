import { onEachBackend } from "./on-each-backend.ts";
import { contactEmailTests } from "./operations/contact-emails.ts";
import { deleteTests } from "./operations/deletes.ts";
import { mergeTests } from "./operations/merges.ts";
import { outageTests } from "./operations/outages.ts";
import { raceTests } from "./operations/races.ts";
import { repeatTests } from "./operations/repeats.ts";
import { operationTenancyTests } from "./operations/tenancy.ts";
import { undoTests } from "./operations/undos.ts";
import { unsubscribeTests } from "./operations/unsubscribes.ts";

/** What changes single records besides upserts: in one file, so that they share the processes of a stack. */
onEachBackend(
  (stack) => {
    mergeTests(stack);
    undoTests(stack);
    deleteTests(stack);
    contactEmailTests(stack);
    unsubscribeTests(stack);
    repeatTests(stack);
    raceTests(stack);
    outageTests(stack);
    operationTenancyTests(stack);
  },
  // The outage is one of all kinds of requests at once.
  { env: { DATABASE_SLOW_POOL: "20" } },
);
