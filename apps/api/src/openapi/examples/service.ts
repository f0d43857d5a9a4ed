import type { Liveness, Readiness } from "@onefold/contract";
import type { Examples } from "./operation-examples.ts";

const ALIVE: Liveness = { status: "alive" };

const READY: Readiness = { status: "ready", problems: [] };

const NOT_READY: Readiness = {
  status: "not ready",
  problems: [
    {
      what: "Redis has maxmemory-policy allkeys-lru: it may throw queued work away.",
      fix: "Set maxmemory-policy noeviction.",
    },
  ],
};

export const serviceExamples: Examples = {
  livez: { answers: { 200: ALIVE } },
  readyz: { answers: { 200: READY, 503: NOT_READY } },
  metrics: {
    texts: {
      "text/plain":
        '# TYPE onefold_accepted_items_total counter\nonefold_accepted_items_total{entity="contact"} 42\n',
    },
  },
  openapi: {
    answers: { 200: { openapi: "3.1.1", info: { title: "Onefold", version: "0.1.0" }, paths: {} } },
  },
};
