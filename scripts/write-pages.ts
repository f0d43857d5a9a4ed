import { readFile, writeFile } from "node:fs/promises";
import { errorsPage } from "./errors-page.ts";
import { settingsPage } from "./settings-page.ts";

/** Writes the generated pages of docs; with `--check` it only says which of them are not as they would be written. */
const pages: Record<string, string> = {
  "docs/errors.md": errorsPage(),
  "docs/settings.md": settingsPage(),
};

for (const [file, page] of Object.entries(pages)) {
  if (!process.argv.includes("--check")) await writeFile(file, page);
  else if ((await readFile(file, "utf8").catch(() => "")) !== page) {
    console.error(`${file} is stale: run \`npm exec -- node scripts/write-pages.ts\`.`);
    process.exitCode = 1;
  }
}
