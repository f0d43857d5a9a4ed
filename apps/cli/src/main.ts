#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// What is loaded from here on is compiled once, and not at every start: half the time of a short command. Where the
// folder can't be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL("../../../node_modules/.cache/onefold", import.meta.url)));
await import("./run.ts");
