import { readFile, writeFile } from "node:fs/promises";
import { errorsPage } from "./errors-page.ts";

/** Writes docs/errors.md; with `--check` it only says whether the page is as it would be written. */
const PAGE = "docs/errors.md";

if (process.argv.includes("--check")) {
  const isFresh = (await readFile(PAGE, "utf8").catch(() => "")) === errorsPage();
  if (!isFresh) console.error(`${PAGE} is stale: run \`npm exec -- node scripts/write-errors-page.ts\`.`);
  process.exitCode = isFresh ? 0 : 1;
} else {
  await writeFile(PAGE, errorsPage());
}
