import { Hono } from "hono";
import { expect, test } from "vitest";
import type { AppEnv } from "../request/app-env.ts";
import { checkRouteScopes } from "./require-scope.ts";

test("a route without a decision about its scopes keeps the API from starting", () => {
  const app = new Hono<AppEnv>();
  app.use("/api/*", async (_, next) => next());
  app.get("/livez", (c) => c.text("alive"));
  app.get("/api/contacts/:idOrEmail", (c) => c.text("known"));
  expect(() => checkRouteScopes(app)).not.toThrow();
  app.patch("/api/contacts/:idOrEmail", (c) => c.text("new"));
  expect(() => checkRouteScopes(app)).toThrow("PATCH /api/contacts/:idOrEmail has no scopes");
});
