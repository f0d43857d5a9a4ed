import type { ErrorCode, Scope } from "@onefold/contract";
import type { Context } from "hono";
import type { z } from "zod";
import type { ErrorStatus } from "./errors/http-status.ts";
import type { AppEnv } from "./request/app-env.ts";
import type { Services } from "./services.ts";

/** Parameters or headers by name; a schema's `meta` describes it. */
export type Named = Readonly<Record<string, z.ZodType>>;

/** A body by its media type, with an example: test/e2e/examples.test.ts sends that of a request to a fresh team. */
export type Content = Readonly<Record<string, { readonly schema: z.ZodType; readonly example: unknown }>>;

export interface Answer {
  readonly description: string;
  readonly headers: Named;
  readonly content: Content;
}

/** A status stands for all of its codes. */
export type ErrorName = ErrorCode | `${ErrorStatus}`;

/** No key is asked for. */
export const ANYONE = "anyone";
/** Only a key with the scope `admin`, which may do everything. */
export const ADMIN_ONLY: readonly Scope[] = [];

interface RouteDefinition<Path extends string> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As Hono has it, `/api/jobs/:id`. */
  readonly path: Path;
  /** A key needs one of them; `admin` needs none besides. */
  readonly scopes: readonly Scope[] | typeof ANYONE;
  /**
   * Outside `/api`, where no key is asked for before: `handle` does it, and answers without one too, saying less, where
   * it is optional.
   */
  readonly asksForKey?: "required" | "optional";
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly request: {
    /** Of the path. */
    readonly params?: Named;
    readonly query?: Named;
    readonly headers?: Named;
    readonly body?: Content;
  };
  /** By status; at least the one of success. */
  readonly answers: Readonly<Record<number, Answer>> &
    ({ readonly 200: Answer } | { readonly 201: Answer } | { readonly 202: Answer });
  /** Beside 401, 403, 429, 500 and 503 where the path is under `/api`, which every route there can answer. */
  readonly errors: readonly ErrorName[];
  handle(c: Context<AppEnv, Path>, services: Services): Response | Promise<Response>;
}

/** All that there is to know of a route: where it is, who may, what it takes and answers, and what it does. */
export type Route = RouteDefinition<string>;

/** Declares a route; app.ts lists it. The parameters of its path are typed in `handle`. */
export function defineRoute<const Path extends string>(route: RouteDefinition<Path>): Route {
  return route;
}
