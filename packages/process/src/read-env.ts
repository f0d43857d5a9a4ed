import { z } from "zod";
import { StartError } from "./start-error.ts";

/** What can't be used as it is set; the message names the variable, and never its value: it may be a secret. */
export class ConfigError extends StartError {
  override readonly name = "ConfigError";
}

/** A variable: how it is read, and what it takes, for the one sentence that says so. */
export interface EnvVariable<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  readonly takes: string;
}

export function envVariable<Schema extends z.ZodType>(schema: Schema, takes: string): EnvVariable<Schema> {
  return { schema, takes };
}

/** A whole number within limits. */
export function wholeNumber(min: number, max: number, unit: string, byDefault: number) {
  const schema = z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .default(byDefault);
  return envVariable(schema, `${unit} from ${min} to ${max}`);
}

/** The variables that the API and the workers share. */
export const sharedVariables = {
  DATABASE_URL: envVariable(z.string().regex(/^postgres(?:ql)?:\/\/./), "a postgres:// URL"),
  QUEUE_URL: envVariable(
    z
      .string()
      .regex(/^(?:postgres(?:ql)?|rediss?):\/\/./)
      .optional(),
    "a postgres://, redis:// or rediss:// URL",
  ),
  QUEUE_NAMESPACE: envVariable(
    z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,40}$/)
      .default("onefold"),
    "lower-case letters, digits and _",
  ),
  DURABILITY: envVariable(z.enum(["strict", "relaxed"]).default("strict"), "strict or relaxed"),
  RECEIPT_RETENTION_DAYS: wholeNumber(1, 3_650, "days", 30),
  // To whom `/readyz` and `/metrics` tell names and numbers: to keys that may read, or to everybody.
  HEALTH_DETAILS: envVariable(z.enum(["key", "public"]).default("key"), "key or public"),
  LOG_LEVEL: envVariable(
    z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
    "trace, debug, info, warn, error or silent",
  ),
  LOG_PRETTY: envVariable(z.enum(["0", "1"]).optional(), "0 or 1"),
};

type Values<Variables extends Record<string, EnvVariable>> = {
  [Name in keyof Variables]: z.output<Variables[Name]["schema"]>;
};

/**
 * Reads the environment, once. An empty variable counts as not set.
 * @throws ConfigError with one sentence about the first variable that is wrong
 */
export function readEnv<Variables extends Record<string, EnvVariable>>(
  env: Readonly<Record<string, string | undefined>>,
  variables: Variables,
): Values<Variables> {
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

/** Each value was parsed by the schema of its name, which TypeScript can't follow through the loop. */
function asValues<Variables extends Record<string, EnvVariable>>(values: Record<string, unknown>) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return values as Values<Variables>;
}
