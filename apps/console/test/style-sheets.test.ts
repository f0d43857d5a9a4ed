import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const SOURCES = join(import.meta.dirname, "../src");

test("each class has one style sheet: pages that were opened before change nothing of another", () => {
  const sheets = new Map<string, Set<string>>();
  for (const file of globSync("**/*.css", { cwd: SOURCES }))
    for (const [, name = ""] of readFileSync(join(SOURCES, file), "utf8").matchAll(/^\s*\.([\w-]+)/gm))
      sheets.set(name, (sheets.get(name) ?? new Set()).add(file));
  expect(sheets.size).toBeGreaterThan(50);
  expect([...sheets].filter(([, files]) => files.size > 1)).toEqual([]);
});
