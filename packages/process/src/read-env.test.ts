import { expect, test } from "vitest";
import { z } from "zod";
import { envVariable, readEnv, wholeNumber } from "./read-env.ts";
import { RENAMED_SETTINGS } from "./renamed-settings.ts";
import { sharedVariables } from "./shared-variables.ts";

const variables = {
  SIZE: wholeNumber("How large it is.", { from: 2, to: 9, unit: "metres", byDefault: 4 }),
  NAME: envVariable("What it is called.", z.string().optional(), "a name"),
};

test("an empty variable counts as not set", () => {
  expect(readEnv({ SIZE: "", NAME: "" }, variables)).toEqual({ SIZE: 4, NAME: undefined });
});

test.each(["1", "10", "-3", "3.5", "3m", " 3"])("SIZE=%j is refused with what it takes", (SIZE) => {
  expect(() => readEnv({ SIZE }, variables)).toThrow("SIZE can't be used: set it to metres from 2 to 9.");
});

test.each(Object.entries(RENAMED_SETTINGS))("%s is refused, and %s named", (old, now) => {
  expect(() => readEnv({ [old]: "7" }, variables)).toThrow(
    `Settings were renamed: set ${now} instead of ${old}.`,
  );
  expect(readEnv({ [old]: "" }, variables)).toEqual({ SIZE: 4, NAME: undefined });
});

test("of several old names all are named, before anything else is", () => {
  expect(() => readEnv({ WORKER_LANES: "2", BATCH_MAX_ITEMS: "9" }, sharedVariables)).toThrow(
    "Settings were renamed: set COMMIT_MAX_ITEMS instead of BATCH_MAX_ITEMS, set WORKER_SLOTS instead of WORKER_LANES.",
  );
});
