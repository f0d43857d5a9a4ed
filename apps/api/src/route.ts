import { Scope } from "@onefold/contract";
import type { ErrorCode } from "@onefold/contract";
import type { Context } from "hono";
import type { z } from "zod";
import type { ErrorStatus } from "./errors/http-status.ts";
import type { AppEnv } from "./request/app-env.ts";
import type { Services } from "./services.ts";

/** Parameters or headers by name. A schema's `meta` describes it. */
export type Named = Readonly<Record<string, z.ZodType>>;

/** A body by its media type, with an example. test/e2e/examples.test.ts sends a request's example to a fresh team. */
export type Content = Readonly<Record<string, { readonly schema: z.ZodType; readonly example: unknown }>>;

export interface Answer {
  readonly description: string;
  readonly headers: Named;
  /** Absent where it has no body. */
  readonly content?: Content;
}

/** A code, or a status, which stands for all of its codes. */
export type ErrorName = ErrorCode | `${ErrorStatus}`;

/** The route asks for no key. */
export const ANYONE = "anyone";
/** A key with any scope may. */
export const ANY_KEY: readonly Scope[] = Scope.options;
/** Only a key with the scope `admin` may. That scope may do everything. */
export const ADMIN_ONLY: readonly Scope[] = [];

interface RouteDefinition<Path extends string> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** The path as Hono writes it: `/api/jobs/:id`. */
  readonly path: Path;
  /** Set where the last parameter takes the rest of the path: a URL with its slashes. */
  readonly takesSlashes?: true;
  /** A key needs one of these scopes, or `admin`. */
  readonly scopes: readonly Scope[] | typeof ANYONE;
  /**
   * Set for a route outside `/api`, where no middleware asks for a key: `handle` does it. If it is optional, `handle`
   * also answers without a key, and says less.
   */
  readonly asksForKey?: "required" | "optional";
  /**
   * Set where an answer tells a secret: a key, or an address or a text by which a webhook is reached. It is never
   * compressed. Else its length would tell how much of the secret is like what stands beside it (BREACH).
   */
  readonly tellsSecret?: true;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly request: {
    /** The parameters of the path. */
    readonly params?: Named;
    readonly query?: Named;
    readonly headers?: Named;
    readonly body?: Content;
  };
  /** The answers by status. There is at least one of success. */
  readonly answers: Readonly<Record<number, Answer>> &
    ({ readonly 200: Answer } | { readonly 201: Answer } | { readonly 202: Answer });
  /** The errors besides 401, 403, 429, 500 and 503, which every route under `/api` can answer. */
  readonly errors: readonly ErrorName[];
  handle(c: Context<AppEnv, Path>, services: Services): Response | Promise<Response>;
}

/** Everything about a route: where it is, who may call it, what it takes and answers, and what it does. */
export type Route = RouteDefinition<string>;

/** Declares a route; app.ts lists it. `handle` gets the parameters of the path with their types. */
export function defineRoute<const Path extends string>(route: RouteDefinition<Path>): Route {
  return route;
}
