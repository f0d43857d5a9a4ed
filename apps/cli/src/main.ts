#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// What is loaded from here on is compiled once, not at every start. That saves half the time of a short command. If the
// folder can't be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL("../../../node_modules/.cache/onefold", import.meta.url)));
await import("./run.ts");
