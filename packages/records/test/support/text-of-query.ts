import type { RootOperationNode } from "kysely";

/** Gives the text of a query with its parameters, the binary ones too. */
export function textOfQuery(node: RootOperationNode): string {
  return JSON.stringify(node, (_, value: unknown) =>
    isBuffer(value) ? Buffer.from(value.data).toString("latin1") : value,
  );
}

/** As `Buffer.toJSON` gives it. */
function isBuffer(value: unknown): value is { readonly data: readonly number[] } {
  return typeof value === "object" && value !== null && "type" in value && value.type === "Buffer";
}
