import type { ErrorHandler, Hono, NotFoundHandler } from "hono";
import type { Logger } from "pino";
import { notSupported } from "../lemlist/not-supported.ts";
import type { AppEnv } from "../request/app-env.ts";
import { reply } from "../request/reply.ts";
import { ApiError } from "./api-error.ts";
import { errorBody } from "./error-body.ts";
import { httpStatus } from "./http-status.ts";

/** Answers errors. An expected failure says what it is. Anything else says only the request's id, and is logged. */
export function answerErrors(log: Logger): ErrorHandler<AppEnv> {
  return (error, c) => {
    const requestId = c.get("requestId");
    if (error instanceof ApiError) {
      const status = httpStatus(error.code);
      // This logs only what isn't the client's doing: the cause of a 400 may quote its body.
      if (status >= 500) log.warn({ requestId, err: error.cause }, "unavailable");
      return reply(
        c,
        status,
        errorBody(error.code, error.message, error.details, error.extra),
        error.headers,
      );
    }
    log.error({ requestId, err: error }, "request failed");
    return reply(c, 500, errorBody("INTERNAL_ERROR", `Something went wrong here. Request id: ${requestId}`));
  };
}

/**
 * Answers 501 for a route of lemlist's that this service hasn't, 405 with `Allow` if the path exists with other methods,
 * else 404.
 */
export function answerNotFound(app: Hono<AppEnv>): NotFoundHandler<AppEnv> {
  return (c) => {
    const isOthers = notSupported(c.req.method, c.req.path);
    if (isOthers !== undefined) return reply(c, 501, errorBody("NOT_SUPPORTED", isOthers));
    const allowed = allowedMethods(app, c.req.path);
    if (allowed.length === 0) return reply(c, 404, errorBody("NOT_FOUND", noRoute(app, c.req.path)));
    const allow = allowed.join(", ");
    const message = `This route takes ${allow}.`;
    return reply(c, 405, errorBody("METHOD_NOT_ALLOWED", message), { Allow: allow });
  };
}

/**
 * Says that there is no such route. If the client left out the beginning of the path, wrote it in capitals or ended it
 * with a slash, the answer names the whole path.
 */
function noRoute(app: Hono<AppEnv>, path: string): string {
  const plain = path.replace(/\/+$/, "");
  const lower = plain.toLowerCase();
  const meant = [plain, `/api${plain}`, lower, `/api${lower}`].find(
    (each) => each !== path && allowedMethods(app, each).length > 0,
  );
  return meant === undefined
    ? "There is no such route: /docs lists them."
    : `There is no such route: did you mean ${meant}?`;
}

function allowedMethods(app: Hono<AppEnv>, path: string): string[] {
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((method) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method === method),
  );
  return methods.includes("GET") ? ["HEAD", ...methods] : methods;
}
