/** Runs an embedded Postgres in a process of its own until its stdin ends. It tells about it on stdout. */
import { once } from "node:events";
import { EmbeddedPostgresError, startEmbeddedPostgres } from "../../src/index.ts";

const [dataDir = ""] = process.argv.slice(2);
try {
  await using postgres = await startEmbeddedPostgres({ dataDir });
  const { url, pid, home, recovered } = postgres;
  process.stdout.write(`${JSON.stringify({ url, pid, home, recovered })}\n`);
  process.stdin.resume();
  await once(process.stdin, "end");
} catch (error) {
  if (!(error instanceof EmbeddedPostgresError)) throw error;
  process.stdout.write(`${JSON.stringify({ code: error.code, message: error.message })}\n`);
}
