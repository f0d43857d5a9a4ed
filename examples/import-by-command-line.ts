// Imports a file with the command line, as a script would: the result as JSON, and an exit code to rely on.
//
//   ONEFOLD_API_KEY=$(cat .onefold/api-key) npm exec -- node examples/import-by-command-line.ts
//
// Prints, at the first run:
//   completed: 1000 rows, 1000 created
//   exit code 0
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Job } from "./support/job.ts";

const people = Array.from({ length: 1_000 }, (_, number) => ({ email: `person-${number}@example.com` }));

// What `npx onefold import - --format ndjson --json` runs; `-` is stdin.
const onefold = fileURLToPath(new URL("../apps/cli/src/main.ts", import.meta.url));
const child = spawn(process.execPath, [onefold, "import", "-", "--format", "ndjson", "--json"], {
  stdio: ["pipe", "pipe", "inherit"],
});
child.stdin.end(people.map((person) => `${JSON.stringify(person)}\n`).join(""));
const [output, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);

const { status, counts }: Pick<Job, "status" | "counts"> = JSON.parse(output);
console.log(`${status}: ${counts.total} rows, ${counts.created} created`);
console.log(`exit code ${code}`);
