import { z } from "zod";
import { renamedSettings } from "./renamed-settings.ts";
import { StartError } from "./start-error.ts";

/**
 * Thrown for a variable that can't be used as it is set. The message names the variable, but never its value: it may be
 * a secret.
 */
export class ConfigError extends StartError {
  override readonly name = "ConfigError";
}

/** A variable: how it is read, and what docs/settings.md and the errors say of it. */
export interface EnvVariable<Schema extends z.ZodType = z.ZodType> {
  /** What it does, in one sentence. If it has no default, the sentence says what holds without it. */
  readonly description: string;
  readonly schema: Schema;
  readonly takes: string;
}

/**
 * Declares a setting.
 * @param takes what can be set, as it stands after "set it to"
 */
export function envVariable<Schema extends z.ZodType>(
  description: string,
  schema: Schema,
  takes: string,
): EnvVariable<Schema> {
  return { description, schema, takes };
}

/** Declares a setting that is a whole number within limits. */
export function wholeNumber(
  description: string,
  { from, to, unit, byDefault }: { from: number; to: number; unit: string; byDefault: number },
) {
  const schema = z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .pipe(z.int().min(from).max(to))
    .default(byDefault);
  return envVariable(description, schema, `${unit} from ${from} to ${to}`);
}

type Values<Variables extends Record<string, EnvVariable>> = {
  [Name in keyof Variables]: z.output<Variables[Name]["schema"]>;
};

/**
 * Reads the environment, once. An empty variable counts as not set.
 * @throws ConfigError with one sentence about the names that are no longer used, or the first variable that is wrong
 */
export function readEnv<Variables extends Record<string, EnvVariable>>(
  env: Readonly<Record<string, string | undefined>>,
  variables: Variables,
): Values<Variables> {
  const renamed = renamedSettings(env);
  if (renamed !== undefined) throw new ConfigError(renamed);
  const values: Record<string, unknown> = {};
  for (const [name, { schema, takes }] of Object.entries(variables)) {
    const given = env[name] === "" ? undefined : env[name];
    const result = schema.safeParse(given);
    if (!result.success)
      throw new ConfigError(
        `${name} ${given === undefined ? "is not set" : "can't be used"}: set it to ${takes}.`,
      );
    values[name] = result.data;
  }
  return asValues<Variables>(values);
}

/**
 * Gives the values their types. Each was parsed by the schema of its name, which TypeScript can't follow through the
 * loop.
 */
function asValues<Variables extends Record<string, EnvVariable>>(values: Record<string, unknown>) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return values as Values<Variables>;
}
