import { Cluster, Redis } from "ioredis";

/** A Lua script as a command is defined by it. */
export interface Script {
  readonly command: string;
  readonly lua: string;
  readonly numberOfKeys: number;
}

/** The scripts that BullMQ has defined on a client, so that a step of ours can be made of one of them. */
export class Scripts {
  readonly #byName = new Map<string, Script>();

  note(command: string, { lua, numberOfKeys = 0 }: { lua: string; numberOfKeys?: number }): void {
    this.#byName.set(nameOf(command), { command, lua, numberOfKeys });
  }

  /**
   * Gives BullMQ's script by its name, such as `moveToActive`, or by the name of its command, which has a version.
   * @throws Error where BullMQ has none of that name: it changed, and what is made of the script has to change too
   */
  of(name: string): Script {
    const script = this.#byName.get(nameOf(name));
    if (!script) throw new Error(`BullMQ has no script ${name}.`);
    return script;
  }
}

type Definition = Parameters<Redis["defineCommand"]>[1];

/** A client of one server that knows BullMQ's scripts. */
export class ScriptedRedis extends Redis {
  readonly scripts = new Scripts();

  override defineCommand(name: string, definition: Definition): void {
    this.scripts.note(name, definition);
    super.defineCommand(name, definition);
  }
}

/** A client of a cluster that knows BullMQ's scripts. */
export class ScriptedCluster extends Cluster {
  readonly scripts = new Scripts();

  override defineCommand(name: string, definition: Definition): void {
    this.scripts.note(name, definition);
    super.defineCommand(name, definition);
  }
}

/** Either works on the queues in the same way: what differs is how one gets it, and how adds are confirmed. */
export type RedisClient = ScriptedRedis | ScriptedCluster;

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
