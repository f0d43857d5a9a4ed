import { Redis } from "ioredis";

/** A Lua script as a command is defined by it. */
export interface Script {
  readonly command: string;
  readonly lua: string;
  readonly numberOfKeys: number;
}

/** A client that knows the scripts that BullMQ has defined on it, so that a step of ours can be made of one of them. */
export class ScriptedRedis extends Redis {
  readonly #scripts = new Map<string, Script>();

  override defineCommand(
    name: string,
    definition: { lua: string; numberOfKeys?: number; readOnly?: boolean },
  ): void {
    const { lua, numberOfKeys = 0 } = definition;
    this.#scripts.set(nameOf(name), { command: name, lua, numberOfKeys });
    super.defineCommand(name, definition);
  }

  /**
   * Gives BullMQ's script by its name, such as `moveToActive`.
   * @throws Error where BullMQ has none of that name: it changed, and what is made of the script has to change too
   */
  scriptOf(name: string): Script {
    const script = this.#scripts.get(name);
    if (!script) throw new Error(`BullMQ has no script ${name}.`);
    return script;
  }
}

/** BullMQ names its commands `<script>:<version>`. */
function nameOf(command: string): string {
  return command.replace(/:.*$/s, "");
}

/** Gives the text of a Lua function of that name that does what the script does. */
export function luaFunction(name: string, { lua }: Script): string {
  return `local function ${name}()\n${lua}\nend\n`;
}

/**
 * Gives the key of a script, such as `KEYS[11]`, by what the script's own head says of it.
 * @throws Error where it says nothing of such a key: BullMQ changed
 */
export function keyAt({ command, lua }: Script, name: string): string {
  const [, at] = new RegExp(`(KEYS\\[\\d+\\]) ${name} key\\n`).exec(lua) ?? [];
  if (at === undefined) throw new Error(`BullMQ's script ${command} has no key ${name}.`);
  return at;
}
