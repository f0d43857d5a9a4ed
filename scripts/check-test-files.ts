import { globSync, readFileSync } from "node:fs";
import { matchesGlob } from "node:path";
import { TEST_FILES } from "../vitest.config.ts";

const FAKE_TIME = /\buseFakeTimers\b|\bsetSystemTime\b|\bspyOn\((?:Date|performance)\b/;

/**
 * Checks that tests are found where one looks: what declares tests is called `*.test.ts` and is in a place that vitest
 * looks at, and what is no test among tests is in a folder `support`. The programs of `test` have folders of their own.
 *
 * And that only tests of rules say what time it is. In a process that runs the others there are an API and a worker of
 * other files, which would take the machine's clock for wrong.
 */
const files = globSync("{apps,packages,test,scripts,examples}/**/*.ts", { exclude: ["**/node_modules/**"] });
const wrong = files.flatMap(problemsOf);
for (const line of wrong) console.error(line);
process.exitCode = wrong.length > 0 ? 1 : 0;

function problemsOf(file: string): string[] {
  const isOfRule = file.includes("/src/");
  if (
    (isAmongTests(file) || (file.endsWith(".test.ts") && !isOfRule)) &&
    FAKE_TIME.test(readFileSync(file, "utf8"))
  )
    return [`${file} sets the time of a process that has an API and a worker too: give the code its time`];
  if (file.endsWith(".test.ts"))
    return isOneOf(TEST_FILES, file) ? [] : [`${file} is where vitest doesn't look (vitest.config.ts)`];
  const names = namesFromVitest(file);
  if (names.has("test") || names.has("it")) return [`${file} declares tests: call it *.test.ts`];
  if (isAmongTests(file) && !file.includes("/support/"))
    return [`${file} is no test: move it to a folder support`];
  return [];
}

/** Beside the rules' tests, which are among the sources. The programs of `test` have processes of their own. */
function isAmongTests(file: string): boolean {
  return /^(?:\w+\/[\w-]+\/)?test\/(?!autoscale\/|bench\/|fuzz\/|mutation\/|prove\/)/.test(file);
}

function isOneOf(patterns: readonly string[], file: string): boolean {
  return patterns.some((pattern) => matchesGlob(file, pattern));
}

/** What a file imports from vitest by value. */
function namesFromVitest(file: string): Set<string> {
  const imports = readFileSync(file, "utf8").matchAll(/^import \{([^}]*)\} from "vitest";/gm);
  return new Set(
    Array.from(imports).flatMap(([, names = ""]) => names.split(",").map((name) => name.trim())),
  );
}
