import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const CHILD = join(import.meta.dirname, "support/uncaught-child.ts");

test.each([
  ["promise", "0"],
  ["timer", "0"],
  ["timer", "1"],
])(
  "an error in a %s that nobody caught ends the process, and is told without what it quotes",
  async (where, pretty) => {
    const { code, output } = await run(where, pretty);
    expect(code).toBe(1);
    expect(output).toContain("it runs");
    expect(output).toContain("ended by an error that nobody caught");
    expect(output).toContain("uncaught-child.ts");
    expect(output).not.toContain("jane");
  },
);

async function run(...args: string[]): Promise<{ code: number; output: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number; output: string }>();
  execFile(process.execPath, [CHILD, ...args], (error, stdout, stderr) =>
    resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
  );
  return await promise;
}
