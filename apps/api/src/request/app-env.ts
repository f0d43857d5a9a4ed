import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { KeyOwner } from "@onefold/records";

/** What Hono carries along with a request. */
export interface AppEnv {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    /** The request's key. It is set for every route under `/api`. */
    key: KeyOwner;
    /** Set where the query may have the key. */
    keyInQuery: true;
    /** The id of the job that the request made, for the log. */
    jobId: string;
    /** Set where the answer tells a secret, and so isn't compressed. */
    tellsSecret: true;
    /** Headers that the answer has besides its own. The `reply` that uses them takes them away. */
    answerHeaders: Readonly<Record<string, string>> | undefined;
  };
}

export type AppContext = Context<AppEnv>;
