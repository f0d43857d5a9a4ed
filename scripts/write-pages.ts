import { readFile, writeFile } from "node:fs/promises";
import { ROUTES } from "../apps/api/src/app.ts";
import { openapiDocument } from "../apps/api/src/openapi/document.ts";
import { documentTypes } from "../packages/client/scripts/document-types.ts";
import { errorsPage } from "./errors-page.ts";
import { settingsPage } from "./settings-page.ts";

/** Writes the generated pages of docs and the client's types; with `--check` it only says which of them are not as they would be written. */
const pages: Record<string, string> = {
  "docs/errors.md": errorsPage(),
  "docs/settings.md": settingsPage(),
  "packages/client/src/generated/openapi.ts": await documentTypes(openapiDocument(ROUTES)),
};

for (const [file, page] of Object.entries(pages)) {
  if (!process.argv.includes("--check")) await writeFile(file, page);
  else if ((await readFile(file, "utf8").catch(() => "")) !== page) {
    console.error(`${file} is stale: run \`npm exec -- node scripts/write-pages.ts\`.`);
    process.exitCode = 1;
  }
}
