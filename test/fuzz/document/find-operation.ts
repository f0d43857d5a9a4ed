import { TAKE_SLASHES } from "../../e2e/support/conformance.ts";
import type { ApiDocument, Operation } from "./read-document.ts";

/** Which operation answers a request, and which others its path has; by the document alone. */
export type FindOperation = (method: string, target: string) => FoundOperation;

interface FoundOperation {
  readonly operation: Operation | undefined;
  /** Whether the path is there, with whatever method. */
  readonly hasPath: boolean;
}

export function createFindOperation({ operations }: ApiDocument): FindOperation {
  const routes = operations
    .map((operation) => ({
      operation,
      parts: operation.path.split("/"),
    }))
    // OpenAPI: `/api/contacts/merge` before `/api/contacts/{idOrEmail}`.
    .toSorted((a, b) => parametersIn(a.parts) - parametersIn(b.parts));
  return (method, target) => {
    const verb = method === "HEAD" ? "GET" : method;
    const parts = pathOf(target).split("/");
    const matching = routes.filter(({ operation, parts: own }) =>
      matches(own, TAKE_SLASHES.has(operation.path) ? withRest(parts, own.length) : parts),
    );
    const first = matching.find(({ operation }) => operation.method === verb);
    return { operation: first?.operation, hasPath: matching.length > 0 };
  };
}

function parametersIn(parts: readonly string[]): number {
  return parts.filter(isParameter).length;
}

/**
 * A route is matched by what its path means, however that is spelt; an encoded slash is no slash. What isn't UTF-8 stays
 * as it is, and spoils nothing of the rest.
 */
export function pathOf(target: string): string {
  const { pathname } = new URL(`http://a${target}`);
  return pathname.split("/").map(decode).join("/");
}

function decode(part: string): string {
  try {
    return decodeURI(part);
  } catch {
    return part;
  }
}

function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  return (
    pattern.length === parts.length &&
    pattern.every((part, at) => (isParameter(part) ? parts[at] !== "" : part === parts[at]))
  );
}

/** Takes what is behind the last part for more of it. */
function withRest(parts: readonly string[], count: number): string[] {
  return [...parts.slice(0, count - 1), ...(parts.length < count ? [] : [parts.slice(count - 1).join("/")])];
}

function isParameter(part: string): boolean {
  return part.startsWith("{");
}
