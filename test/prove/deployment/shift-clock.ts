import { readFileSync } from "node:fs";

/**
 * Loaded before an app (`--import`): its clock is off by as many milliseconds as the file says that CLOCK_FILE names,
 * from the start on and after each change. The monotonic clock stays as it is, as on a machine whose time is set.
 */
const EVERY_MS = 50;
const rightNow = Date.now;
let offMs = 0;

function read(): void {
  try {
    offMs = Number(readFileSync(process.env["CLOCK_FILE"] ?? "", "utf8"));
  } catch {
    // None was written: the clock is right.
    offMs = 0;
  }
}

read();
// A signal would end a process that doesn't listen yet.
setInterval(read, EVERY_MS).unref();
Date.now = () => rightNow() + offMs;
globalThis.Date = new Proxy(Date, {
  construct: (date, given, newTarget) =>
    Reflect.construct(date, given.length === 0 ? [date.now()] : given, newTarget),
  // Called without `new` it is a text, of now.
  apply: (date) => new date(date.now()).toString(),
});
