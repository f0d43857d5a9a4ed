import { runProcess } from "../../src/run-process.ts";

/**
 * This program meets an error as `pg` throws it, where nobody catches it: in a timer, or by a promise that nobody
 * awaits.
 */
const error = () =>
  Object.assign(new Error("jane@example.com is there"), {
    severity: "ERROR",
    code: "23505",
    detail: "Key (email)=(jane@example.com) already exists.",
  });

await runProcess(
  () => ({ LOG_LEVEL: "info", LOG_PRETTY: process.argv[3] }),
  async ({ log, stopped }) => {
    log.info("it runs");
    setTimeout(() => {
      if (process.argv[2] === "promise") void Promise.reject(error());
      else throw error();
    }, 10);
    await stopped;
  },
);
