import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Everything that can be said of the tree without running the tests, all at once: types, lint, format, unused
 * code and undeclared imports, names of test files, references, the generated pages, the OpenAPI document, the compose
 * file, and every main.ts started once by plain node.
 * Prints what failed, and exits with 1 then.
 */
const checks: Record<string, readonly string[]> = {
  types: ["tsc", "-p", "."],
  "types of the console": ["tsc", "-p", "apps/console"],
  lint: ["oxlint", "--type-aware", "--quiet"],
  format: ["oxfmt", "--check", "."],
  "unused code": ["knip"],
  "test files": ["node", "scripts/check-test-files.ts"],
  references: ["node", "scripts/check-references.ts"],
  "generated pages": ["node", "scripts/write-pages.ts", "--check"],
  "OpenAPI document": ["node", "scripts/check-openapi.ts"],
  compose: ["dclint", "--quiet", "docker-compose.yml", "docker-compose.cluster.yml"],
  "main files": ["node", "scripts/check-main-files.ts"],
};

const results = await Promise.all(Object.entries(checks).map(([name, command]) => run(name, command)));
for (const { name, ok, output } of results) {
  console.log(`${ok ? "ok    " : "FAILED"} ${name}`);
  if (!ok) console.log(output.trimEnd());
}
process.exitCode = results.every((result) => result.ok) ? 0 : 1;

async function run(name: string, [file = "", ...args]: readonly string[]) {
  // Through npm the PATH starts with node_modules/.bin, which also brings the right node.
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code: unknown = (await once(child, "close"))[0];
  return { name, ok: code === 0, output };
}
