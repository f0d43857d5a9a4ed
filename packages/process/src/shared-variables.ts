import { readAllowPrivate } from "@onefold/webhook-sender";
import { z } from "zod";
import { envVariable, wholeNumber } from "./read-env.ts";

/** Where the stores are. Every process reads these. */
export const storeVariables = {
  DATABASE_URL: envVariable(
    "The Postgres of the records (tested with 18).",
    z.string().regex(/^postgres(?:ql)?:\/\/./),
    "a postgres:// URL",
  ),
  QUEUE_URL: envVariable(
    "The store of the queue: Postgres, or Redis (tested with 7.0), one server, a cluster (`redis+cluster://a:6379,b:6379`) or by Sentinels (`redis+sentinel://a:26379,b:26379/name`). Without it the queue is in the Postgres of the records.",
    z
      .string()
      .regex(/^(?:postgres(?:ql)?|rediss?(?:\+cluster|\+sentinel)?):\/\/./)
      .optional(),
    "a postgres://, redis://, redis+cluster:// or redis+sentinel:// URL, or rediss for redis with TLS",
  ),
  QUEUE_NAMESPACE: envVariable(
    "Keeps several deployments apart that share one store of the queue.",
    z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,40}$/)
      .default("onefold"),
    "lower-case letters, digits and _",
  ),
  DURABILITY: envVariable(
    "With `strict`, a process is not ready while a store could lose what it has acknowledged; `relaxed` waives that.",
    z.enum(["strict", "relaxed"]).default("strict"),
    "strict or relaxed",
  ),
};

/** The API and the workers read these. */
export const sharedVariables = {
  ...storeVariables,
  DATABASE_DISTRIBUTED: envVariable(
    "Whether the records' tables are distributed by team over several machines (docs/distributed.md). With 1, no transaction and no look-up is about more than one team.",
    z.enum(["0", "1"]).default("0"),
    "0 or 1",
  ),
  RECEIPT_RETENTION_DAYS: wholeNumber(
    "How long receipts are kept: so long a job can be polled, and a record's history goes back.",
    { from: 1, to: 3_650, unit: "days", byDefault: 30 },
  ),
  HEALTH_DETAILS: envVariable(
    "Whom `/readyz` and `/metrics` tell names and numbers: keys with the scope `read` or `admin`, or everybody. 200 or 503 is told to all.",
    z.enum(["key", "public"]).default("key"),
    "key or public",
  ),
  WEBHOOK_ALLOW_PRIVATE: envVariable(
    "Which webhooks may go to addresses that aren't public: none, all (1), or those to these hosts and networks.",
    z
      .string()
      .default("")
      .transform((text, context) => {
        try {
          return readAllowPrivate(text);
        } catch {
          context.addIssue({ code: "custom", message: "no host, address or network" });
          return z.NEVER;
        }
      }),
    "0, 1, or host names, addresses and networks with commas between them, such as crm.internal,10.0.0.0/8",
  ),
  LOG_LEVEL: envVariable(
    "The least of what is logged. `npm start` sets `warn`.",
    z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
    "trace, debug, info, warn, error or silent",
  ),
  LOG_PRETTY: envVariable(
    "Lines for people (1) or JSON lines (0). Without it, lines for people on a terminal only.",
    z.enum(["0", "1"]).optional(),
    "0 or 1",
  ),
};

/** The API reads these, and so does the command line, which starts it and says where it is. */
export const listenVariables = {
  PORT: wholeNumber("The port on which the API listens; 0 takes a free one.", {
    from: 0,
    to: 65_535,
    unit: "a port number",
    byDefault: 3000,
  }),
  HOST: envVariable(
    "The address on which the API listens.",
    z.string().min(1).default("127.0.0.1"),
    "an address to listen on",
  ),
};

/** The API signs with it, and the command line tells by it whether a job id was issued. */
export const jobIdVariables = {
  JOB_ID_SECRET: envVariable(
    "Signs the job ids. Without it, the secret that `migrate` made and keeps in the database.",
    z.string().min(32).optional(),
    "at least 32 characters",
  ),
};
