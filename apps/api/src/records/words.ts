import { ENTITIES } from "@onefold/contract";
import type { Entity } from "@onefold/contract";
import { pathParameter } from "../openapi/content.ts";
import type { Named } from "../route.ts";

/** Declares the parameter of a path that names one record. */
export function recordParameter(entity: Entity): Named {
  const { name, names, sampleName } = ENTITIES[entity].words;
  return {
    [name]: pathParameter(
      `An id, any of the ${names}, or a LinkedIn or Sales Navigator URL, percent-encoded.`,
      sampleName,
    ),
  };
}
