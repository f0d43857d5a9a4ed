import { z } from "zod";
import { answerText } from "../compress/answer-text.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { openapiDocument } from "../openapi/document.ts";
import { EVERY_ANSWER } from "../request/every-answer.ts";
import { ANYONE, defineRoute } from "../route.ts";
import type { Route } from "../route.ts";

/** Answers with the document of all routes, this one too. The document is made once, when it is first asked for. */
export function openapiRoute(routes: () => readonly Route[]): Route {
  let document: string | undefined;
  return defineRoute({
    method: "GET",
    path: "/openapi.json",
    scopes: ANYONE,
    operationId: "openapi",
    summary: "This document",
    request: {},
    answers: {
      200: answer(
        "An OpenAPI 3.1 document.",
        json(z.record(z.string(), z.unknown()), {
          openapi: "3.1.1",
          info: { title: "Onefold", version: "0.1.0" },
          paths: {},
        }),
      ),
    },
    errors: [],
    handle(c) {
      document ??= JSON.stringify(openapiDocument(routes()));
      return answerText(c, 200, document, {
        "Content-Type": "application/json",
        "X-Request-Id": c.get("requestId"),
        ...EVERY_ANSWER,
      });
    },
  });
}
