import { ApiError } from "@onefold/client/source";
import "./problem.css";

/** Says in a sentence what went wrong: the API's own sentences where it refused. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiError && error.details.length > 0)
    return [...new Set(error.details.map(({ message }) => message))].join(" ");
  return error instanceof Error ? error.message : String(error);
}

/** Shows an error in the place of what it keeps from being shown. */
export function Problem({ error }: { readonly error: unknown }) {
  const requestId = error instanceof ApiError ? error.requestId : undefined;
  return (
    <div class="problem" role="alert">
      <p>{sentenceOf(error)}</p>
      {requestId !== undefined && (
        <p class="small soft">
          Request <code>{requestId}</code>
        </p>
      )}
    </div>
  );
}
