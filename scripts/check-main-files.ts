import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";

/**
 * Starts every main.ts once with plain node and a wrong setting: each must say so in one sentence and exit.
 * It proves that node can run all that it imports, which type checks and vitest don't (enums, parameter
 * properties, `./x.js` for `x.ts`).
 */
const expectations: Record<string, { args: string[]; output: RegExp; code: number }> = {
  "apps/api/src/main.ts": { args: [], output: /^DATABASE_URL .*\n$/, code: 1 },
  "apps/worker/src/main.ts": { args: [], output: /^DATABASE_URL .*\n$/, code: 1 },
  "apps/cli/src/main.ts": { args: ["--help"], output: /Usage: onefold/, code: 0 },
  "test/bench/main.ts": { args: ["--help"], output: /Usage/, code: 0 },
  "test/bench/bulk/main.ts": { args: ["--help"], output: /Usage/, code: 0 },
  "test/bench/reads/main.ts": { args: ["--help"], output: /Usage/, code: 0 },
  "test/prove/main.ts": { args: ["--help"], output: /Usage/, code: 0 },
  "test/fuzz/main.ts": { args: ["--help"], output: /Usage/, code: 0 },
  "test/bench/attacks/main.ts": { args: ["--help"], output: /Usage/, code: 0 },
  "test/bench/overload/main.ts": { args: ["--help"], output: /Usage/, code: 0 },
  "test/bench/growth/main.ts": { args: ["--help"], output: /Usage/, code: 0 },
  "test/bench/console/main.ts": { args: ["--help"], output: /Usage/, code: 0 },
  "test/bench/polling/main.ts": { args: ["--help"], output: /Usage/, code: 0 },
  "test/bench/steady/main.ts": { args: ["--help"], output: /Usage/, code: 0 },
  "test/bench/webhooks/main.ts": { args: ["--help"], output: /Usage/, code: 0 },
  "test/bench/events/main.ts": { args: ["--help"], output: /Usage/, code: 0 },
  "test/autoscale/main.ts": { args: ["--help"], output: /Usage/, code: 0 },
  "test/mutation/main.ts": { args: ["--help"], output: /Usage/, code: 0 },
};

for (const file of globSync(["apps/*/src/main.ts", "test/**/main.ts"])) {
  const expected = expectations[file];
  if (!expected) throw new Error(`${file} has no expectation in scripts/check-main-files.ts`);
  const child = spawn(process.execPath, [file, ...expected.args], {
    env: { ...process.env, DATABASE_URL: "nonsense" },
    stdio: ["ignore", "pipe", "pipe"],
    // A start takes under a second, and on a machine that is busy with tests a minute.
    timeout: 180_000,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code: unknown = (await once(child, "close"))[0];
  if (code === expected.code && expected.output.test(output)) continue;
  console.error(
    `${file}: exit ${String(code)}, expected ${expected.code} and ${expected.output}:\n${output}`,
  );
  process.exitCode = 1;
}
