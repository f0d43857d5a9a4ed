import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { KeyOwner } from "@onefold/records";

/** What Hono carries along with a request. */
export interface AppEnv {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    /** Set for every route under `/api`. */
    key: KeyOwner;
    /** For the log. */
    jobId: string;
    /** What the answer is to carry besides its own headers; taken away by the `reply` that has used it. */
    answerHeaders: Readonly<Record<string, string>> | undefined;
  };
}

export type AppContext = Context<AppEnv>;
