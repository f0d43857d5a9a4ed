import { z } from "zod";

/** `GET /livez`. */
export const Liveness = z.object({ status: z.literal("alive") }).meta({ id: "Liveness" });
export type Liveness = z.infer<typeof Liveness>;

/** `GET /readyz`: 200 where the list is empty, else 503; each problem with what to do about it. */
export const Readiness = z
  .object({
    status: z.enum(["ready", "not ready"]),
    problems: z.array(z.object({ what: z.string(), fix: z.string() })),
  })
  .meta({ id: "Readiness" });
export type Readiness = z.infer<typeof Readiness>;
