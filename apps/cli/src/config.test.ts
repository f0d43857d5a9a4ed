import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("a setting's old name is refused, and the new one named", () => {
  expect(() => readConfig({ WORKER_LANES: "3" })).toThrow(
    "Settings were renamed: set WORKER_SLOTS instead of WORKER_LANES.",
  );
});
