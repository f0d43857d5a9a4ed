import { CreateFieldAnswer, Entity, FieldType } from "@onefold/contract";
import { Command, Option } from "commander";
import { readConfig } from "../config.ts";
import { print } from "../print.ts";
import { postTo } from "./post-to.ts";

interface CreateOptions {
  readonly entity: string;
  readonly type: string;
  readonly label?: string;
  readonly json?: boolean;
}

/** Makes `onefold field create`, which goes through the API. */
export function fieldCommand(env: Readonly<Record<string, string | undefined>>): Command {
  const field = new Command("field");
  field
    .command("create")
    .description("register a custom field")
    .argument("<name>", "the key that requests set it by")
    .addOption(new Option("--entity <entity>", "what has it").choices(Entity.options).default("contact"))
    .addOption(new Option("--type <type>", "what it takes").choices(FieldType.options).default("text"))
    .option("--label <label>", "how it is shown; by default the name")
    .option("--json", "print the result as JSON")
    .action(async (name: string, { json = false, ...options }: CreateOptions) => {
      const answer = await postTo(readConfig(env), "/api/fields", { name, ...options });
      const { data } = CreateFieldAnswer.parse(answer);
      print({ json }, data, `Field ${data.name} (${data.type}) of ${data.entity}.`);
    });
  return field;
}
