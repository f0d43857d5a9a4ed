import { createDatabase } from "@onefold/database";

/**
 * Maintains the receipts of the database that `DATABASE_URL` names, on a machine that takes now for as many
 * milliseconds later as `AHEAD_MS` says. It prints the partitions that it dropped.
 */
const { DATABASE_URL: url = "", AHEAD_MS: aheadMs } = process.env;
const now = Date.now;
// The rest is loaded afterwards, so that it has no other clock.
Date.now = () => now() + Number(aheadMs);
globalThis.Date = new Proxy(Date, {
  construct: (date, time) => Reflect.construct(date, time.length > 0 ? time : [date.now()]),
});
const { maintainReceipts } = await import("../../src/index.ts");
const db = createDatabase({ url, max: 1 });
console.log(JSON.stringify(await maintainReceipts(db, { retentionDays: 30 })));
await db.destroy();
