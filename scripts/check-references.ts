import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Checks that every reference leads somewhere: the paths of this tree and the pages that sources, settings and pages
 * name, the links of pages, and the headings that these point at.
 */
const files = globSync(
  [
    "*.md",
    "docs/**/*.md",
    "{apps,packages,test,scripts,examples}/**/*.{ts,tsx}",
    "*.{ts,yml}",
    "package.json",
    ".oxlintrc.json",
    "Dockerfile",
  ],
  { exclude: ["**/node_modules/**", "**/dist/**"] },
);

const start = String.raw`(?<![\w./@:-])`;
const anchor = String.raw`(?:#([\w-]+))?`;
const name = String.raw`\.?[\w-]+(?:\.[\w-]+)*`;
/** `docs/errors.md`, `packages/records/src`, and of a package its own `test`. `apps/v1` is Kubernetes' API of Deployments. */
const path = new RegExp(
  `${start}(?!apps/v1\\b)((?:apps|packages|test|docs|scripts|examples|\\.ci)/${name}(?:/${name})*)${anchor}`,
  "g",
);
/** `errors.md`: a page beside the file that names it, at the root, or in `docs`. */
const page = new RegExp(`${start}((?:[\\w.-]+/)*[\\w-]+\\.md)\\b${anchor}`, "g");
/** `](errors.md#400)`, `](#400)`: from the page itself. */
const link = new RegExp(`\\]\\(((?![a-z]+:)[^)#\\s]*)${anchor}\\)`, "g");

const missing = new Set(files.flatMap(deadReferences));
for (const line of missing) console.error(line);
process.exitCode = missing.size > 0 ? 1 : 0;

function deadReferences(file: string): string[] {
  const here = dirname(file);
  const workspace = file.split("/").slice(0, 2).join("/");
  return [
    ...check(file, path, (target) => [target, join(workspace, target)]),
    ...check(file, page, (target) => [target, join("docs", target), join(here, target)]),
    ...(file.endsWith(".md")
      ? check(file, link, (target) => [target === "" ? file : join(here, target)])
      : []),
  ];
}

/** @param placesOf where a target may be; the first one that is there counts */
function check(file: string, pattern: RegExp, placesOf: (target: string) => string[]): string[] {
  return Array.from(readFileSync(file, "utf8").matchAll(pattern)).flatMap(([, target = "", heading]) => {
    const place = placesOf(target).find((each) => existsSync(each));
    if (place === undefined) return [`${file} names ${target}, which is not there`];
    if (heading === undefined || !place.endsWith(".md") || headingsOf(place).has(heading)) return [];
    return [`${file} names #${heading} of ${place}, which has no such heading`];
  });
}

/** As GitHub makes the anchors of headings. */
function headingsOf(file: string): Set<string> {
  const headings = readFileSync(file, "utf8").matchAll(/^#+ +(.+?) *$/gm);
  return new Set(
    Array.from(headings, ([, text = ""]) =>
      text
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, "")
        .replaceAll(" ", "-"),
    ),
  );
}
