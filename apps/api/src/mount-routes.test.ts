import { Liveness } from "@onefold/contract";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ROUTES } from "./app.ts";
import { mountRoutes } from "./mount-routes.ts";
import { answer } from "./openapi/answers.ts";
import { json, pathParameter } from "./openapi/content.ts";
import type { AppEnv } from "./request/app-env.ts";
import { ANYONE, defineRoute } from "./route.ts";
import type { Route } from "./route.ts";
import type { Services } from "./services.ts";

const parts = {
  method: "GET",
  path: "/api/things/:id",
  scopes: ["read"],
  operationId: "getThing",
  summary: "Read a thing",
  request: { params: { id: pathParameter("Its id.", "1") } },
  answers: { 200: answer("The thing.", json(Liveness, { status: "alive" })) },
  errors: ["NOT_FOUND"],
  handle: () => new Response("the thing"),
} as const;
const thing = defineRoute(parts);

function mount(routes: readonly Route[], app = new Hono<AppEnv>()): Hono<AppEnv> {
  // The routes of these tests use no service.
  const services: Services = Object.create(null);
  mountRoutes(app, routes, services);
  return app;
}

test("routes answer in the order of the list", async () => {
  const newest = { ...thing, path: "/api/things/newest", operationId: "getNewest", request: {} };
  const app = mount([{ ...newest, handle: () => new Response("the newest") }, thing]);
  expect(await (await app.request("/api/things/newest")).text()).toBe("the newest");
  expect(await (await app.request("/api/things/1")).text()).toBe("the thing");
});

test("a route says so where an answer tells a key, a link that signs in, or how a webhook is reached", () => {
  const told = /"(secret|key|url|targetUrl|path)":/;
  const telling = ROUTES.filter(
    ({ path, answers }) =>
      /^\/api\/(keys|webhooks|hooks|team|console\/links)\b/.test(path) &&
      Object.values(answers).some(({ content = {} }) =>
        Object.values(content).some(({ schema }) => told.test(JSON.stringify(z.toJSONSchema(schema)))),
      ),
  );
  expect(telling.map(({ operationId }) => operationId)).toContain("createKey");
  expect(telling).toEqual(ROUTES.filter(({ tellsSecret }) => tellsSecret));
});

describe("the API doesn't start with", () => {
  const other = { ...thing, operationId: "getOther" };

  test.each<[string, Route[], string]>([
    [
      "a route twice",
      [thing, other],
      "GET /api/things/:id is never reached: GET /api/things/:id is before it",
    ],
    [
      "a route that one before it hides",
      [thing, { ...other, path: "/api/things/newest", request: {} }],
      "GET /api/things/newest is never reached: GET /api/things/:id is before it",
    ],
    [
      "an operationId twice",
      [thing, { ...thing, method: "DELETE" }],
      "DELETE /api/things/:id has the operationId getThing, as GET /api/things/:id has.",
    ],
    ["a route under /api that asks for no key", [{ ...thing, scopes: ANYONE }], "has no scopes"],
    [
      "a route with scopes where no key is asked for",
      [{ ...thing, path: "/things/:id" }],
      "GET /things/:id asks for no key",
    ],
    ["a parameter that isn't described", [{ ...thing, request: {} }], "describes other parameters"],
  ])("%s", (_, routes, message) => {
    expect(() => mount(routes)).toThrow(message);
  });

  test("a route under /api that isn't in the list", () => {
    const app = new Hono<AppEnv>();
    app.use("/api/*", async (_c, next) => next());
    app.get("/livez", (c) => c.text("alive"));
    expect(() => mount([thing], app)).not.toThrow();
    const more = new Hono<AppEnv>();
    more.patch("/api/things/:id", (c) => c.text("new"));
    expect(() => mount([thing], more)).toThrow("PATCH /api/things/:id has no scopes");
  });
});

test("a route that lacks a part doesn't compile", () => {
  const { scopes: _scopes, ...withoutScopes } = parts;
  const { summary: _summary, ...withoutSummary } = parts;
  const { errors: _errors, ...withoutErrors } = parts;
  const { answers: _answers, ...withoutAnswers } = parts;
  // @ts-expect-error
  defineRoute(withoutScopes);
  // @ts-expect-error
  defineRoute(withoutSummary);
  // @ts-expect-error
  defineRoute(withoutErrors);
  // @ts-expect-error
  defineRoute(withoutAnswers);
  const noExample = { "application/json": { schema: Liveness } };
  // @ts-expect-error
  defineRoute({ ...parts, answers: {} });
  // @ts-expect-error
  defineRoute({ ...parts, answers: { 200: { description: "", headers: {}, content: noExample } } });
  // @ts-expect-error
  defineRoute({ ...parts, request: { body: noExample } });
  // @ts-expect-error
  defineRoute({ ...parts, handle: (c) => c.text(c.req.param("name")) });
  // @ts-expect-error
  json(Liveness);
  // @ts-expect-error
  json(Liveness, { status: "dead" });
  expect(thing.operationId).toBe("getThing");
});
