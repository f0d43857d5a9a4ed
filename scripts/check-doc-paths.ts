import { existsSync, globSync, readFileSync } from "node:fs";

/** Checks that every path of this tree which a page names in backticks or links to is there. */
const pages = ["README.md", ...globSync("docs/**/*.md")];
const path = /(?:`|\]\()((?:apps|packages|test|docs|scripts|\.ci)\/[\w./-]+)(?:#[\w-]+)?(?:`|\))/g;

const missing = pages.flatMap((page) =>
  [...readFileSync(page, "utf8").matchAll(path)]
    .map((match) => match[1] ?? "")
    .filter((named) => !existsSync(named))
    .map((named) => `${page} names ${named}, which is not there`),
);
for (const line of missing) console.error(line);
process.exitCode = missing.length > 0 ? 1 : 0;
