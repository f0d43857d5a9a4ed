import { Command } from "commander";
import { expect, test } from "vitest";
import { refuseSwallowedOptions } from "./swallowed-options.ts";

const NPM = { npm_lifecycle_event: "onefold", npm_config_cache: "/tmp/npm", npm_config_user_agent: "npm/10" };

function importCommand(): Command {
  const command = new Command("import").option("--dry-run").option("--map <pair>").option("-j, --json");
  new Command("onefold").addCommand(command);
  return command;
}

test.each([
  ["--dry-run", { npm_config_dry_run: "true" }],
  ["--dry-run", { npm_config_dryrun: "true" }],
  ["--map", { npm_config_map: "true" }],
  ["--dry-run and --json", { npm_config_dry_run: "true", npm_config_json: "true" }],
])("%s that npm took is refused, with what to type", (options, env) => {
  expect(() => refuseSwallowedOptions(importCommand(), { ...NPM, ...env })).toThrow(
    `npm took ${options} for its own, and nothing was done: type npx onefold import`,
  );
});

test.each([
  ["npm took none", NPM],
  ["npm has an option of its own that we don't", { ...NPM, npm_config_force: "true" }],
  ["an option is unset", { ...NPM, npm_config_dry_run: "" }],
  ["npm isn't there", { npm_config_dry_run: "true" }],
  ["npx passes everything on", { npm_lifecycle_event: "npx", npm_config_dry_run: "true" }],
])("the command runs where %s", (_what, env) => {
  expect(() => refuseSwallowedOptions(importCommand(), env)).not.toThrow();
});
