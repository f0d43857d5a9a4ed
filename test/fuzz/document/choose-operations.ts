import type { ApiDocument, Operation } from "./read-document.ts";

/**
 * The operation of that name, or all.
 * @throws where there is none
 */
export function chooseOperations({ operations }: ApiDocument, route: string | undefined): Operation[] {
  const chosen = operations.filter(({ name }) => route === undefined || name === route);
  if (chosen.length > 0) return chosen;
  throw new Error(`There is no ${route}; there are:\n${operations.map(({ name }) => name).join("\n")}`);
}
