import { globSync, readFileSync } from "node:fs";
import { matchesGlob } from "node:path";
import { TEST_FILES } from "../vitest.config.ts";

/**
 * Checks that tests are found where one looks: what declares tests is called `*.test.ts` and is in a place that vitest
 * looks at, and what is no test among tests is in a folder `support`. The programs of `test` have folders of their own.
 */
const files = globSync("{apps,packages,test,scripts,examples}/**/*.ts", { exclude: ["**/node_modules/**"] });
const wrong = files.flatMap(problemsOf);
for (const line of wrong) console.error(line);
process.exitCode = wrong.length > 0 ? 1 : 0;

function problemsOf(file: string): string[] {
  if (file.endsWith(".test.ts"))
    return TEST_FILES.some((pattern) => matchesGlob(file, pattern))
      ? []
      : [`${file} is where vitest doesn't look (vitest.config.ts)`];
  const names = namesFromVitest(file);
  if (names.has("test") || names.has("it")) return [`${file} declares tests: call it *.test.ts`];
  const isAmongTests = /^(?:\w+\/[\w-]+\/)?test\/(?!bench\/|fuzz\/|mutation\/|prove\/)/.test(file);
  if (isAmongTests && !file.includes("/support/")) return [`${file} is no test: move it to a folder support`];
  return [];
}

/** What a file imports from vitest by value. */
function namesFromVitest(file: string): Set<string> {
  const imports = readFileSync(file, "utf8").matchAll(/^import \{([^}]*)\} from "vitest";/gm);
  return new Set(
    Array.from(imports).flatMap(([, names = ""]) => names.split(",").map((name) => name.trim())),
  );
}
