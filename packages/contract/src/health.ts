import { z } from "zod";

/** The answer to `GET /livez`. */
export const Liveness = z.object({ status: z.literal("alive") }).meta({ id: "Liveness" });
export type Liveness = z.infer<typeof Liveness>;

const problems = z.array(z.object({ what: z.string(), fix: z.string() })).optional();

/**
 * The answer to `GET /readyz`: 200 if ready, else 503. What is wrong, and what to do about it, names hosts and ports,
 * so only those who may know are told.
 */
export const Readiness = z
  .object({
    status: z.enum(["ready", "not ready"]),
    problems: problems.meta({ description: "Only with a key that has the scope `read` or `admin`." }),
    warnings: problems.meta({
      description:
        "What is wrong elsewhere, while requests are still taken here: no worker was seen. Only as `problems`.",
    }),
  })
  .meta({ id: "Readiness" });
export type Readiness = z.infer<typeof Readiness>;

/** What keeps a process from being ready, and how to mend it. */
export type Problem = NonNullable<Readiness["problems"]>[number];
