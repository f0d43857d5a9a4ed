import type { RateLimit } from "@onefold/client/types";
import { TextField } from "../../parts/form.tsx";
import { count } from "../../parts/format.ts";

/** What a form says of a limit. Both empty: none of its own. */
export interface ChosenLimit {
  readonly requests: string;
  readonly seconds: string;
}

export function chosenOf(limit: RateLimit | undefined): ChosenLimit {
  return { requests: String(limit?.requests ?? ""), seconds: String(limit?.seconds ?? "") };
}

/** Gives the limit that was chosen, or null where none was. The API judges the numbers. Pure. */
export function limitOf({ requests, seconds }: ChosenLimit): RateLimit | null {
  if (requests.trim() === "" && seconds.trim() === "") return null;
  return { requests: Number(requests), seconds: Number(seconds) };
}

export function limitText({ requests, seconds }: RateLimit): string {
  return `${count(requests)} in ${count(seconds)} s`;
}

/** Asks for a key's own limit. */
export function RateLimitFields(props: {
  readonly value: ChosenLimit;
  /** What holds without one. */
  readonly byDefault: RateLimit | undefined;
  onChange(value: ChosenLimit): void;
}) {
  const { value, byDefault, onChange } = props;
  return (
    <>
      <TextField
        label="Requests"
        type="number"
        value={value.requests}
        hint={`As many at most. Empty: ${byDefault ? `${limitText(byDefault)}, as the deployment says` : "no limit"}.`}
        onInput={(requests) => onChange({ ...value, requests })}
      />
      <TextField
        label="In seconds"
        type="number"
        value={value.seconds}
        onInput={(seconds) => onChange({ ...value, seconds })}
      />
    </>
  );
}
