import { z } from "zod";
import { VARIES_BY_ACCEPT } from "../request/every-answer.ts";
import type { Content } from "../route.ts";

/** Declares a body of JSON by its schema. */
export function json<Schema extends z.ZodType>(schema: Schema, example: z.input<Schema>): Content {
  return { "application/json": { schema, example } };
}

/** Declares a body of text by its media type. */
export function text(type: string, example: string, description?: string): Content {
  const schema = description === undefined ? z.string() : z.string().meta({ description });
  return { [type]: { schema, example } };
}

/** Declares a parameter of a path. */
export function pathParameter(description: string, example: string) {
  return z.string().meta({ description, param: { example } });
}

/** The header of an answer whose format the request's `Accept` decides. */
export const VARIES = { Vary: z.string().meta({ example: VARIES_BY_ACCEPT.Vary }) };
