#!/usr/bin/env node
import { describeError } from "./describe-error.ts";
import { createProgram } from "./program.ts";

try {
  await createProgram(process.env).parseAsync();
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}
