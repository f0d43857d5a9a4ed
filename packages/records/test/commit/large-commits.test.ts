import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";
import { THOROUGH, times } from "../../../../test/support/thorough.ts";

const COUNT = times(200, 500);
const SCRIPT = fileURLToPath(new URL("../support/commit-large.ts", import.meta.url));

test(
  `${COUNT} tiny upserts of large records, or of one that grows, need no more memory than a few of them`,
  { ...THOROUGH, timeout: 120_000 },
  async () => {
    await using database = await createTestDatabase();
    // All at once 500 would write 125 MB and 60 MB of receipts, and hold each several times.
    const { stdout } = await promisify(execFile)(process.execPath, ["--max-old-space-size=128", SCRIPT], {
      env: { DATABASE_URL: database.url, COUNT: String(COUNT) },
    });
    const { receipts, commits, peakMb }: { receipts: number; commits: number[]; peakMb: number } =
      JSON.parse(stdout);
    expect(receipts).toBe(2 * COUNT);
    for (const each of commits) expect(each).toBeGreaterThan(COUNT / 100);
    expect(peakMb).toBeLessThan(320);
  },
);
