import type { ComponentChildren } from "preact";
import { useLocation, useSearchParams } from "wouter-preact";

type Filters = Readonly<Record<string, string | undefined>>;

/** What the address says after its question mark: what is shown, so that it can be shared. */
export function useFilters(): {
  get(name: string): string | undefined;
  /** A filter without a value is left out. */
  set(filters: Filters): void;
  /** Where these filters lead to, with those that are set beside them. */
  hrefOf(filters: Filters): string;
} {
  const [params, setParams] = useSearchParams();
  const [path] = useLocation();
  return {
    get: (name) => params.get(name) ?? undefined,
    set: (filters) => setParams((before) => withFilters(before, filters)),
    hrefOf: (filters) => `${path}?${withFilters(params, filters).toString()}`,
  };
}

function withFilters(before: URLSearchParams, filters: Filters): URLSearchParams {
  const next = new URLSearchParams(before);
  for (const [name, value] of Object.entries(filters))
    if (value === undefined || value === "") next.delete(name);
    else next.set(name, value);
  return next;
}

/** A choice among some values, or none of them where that has a name. */
export function Choice(props: {
  readonly label: string;
  /** What the choice of none is called; absent where one has to be chosen. */
  readonly none?: string | undefined;
  readonly options: readonly (string | readonly [value: string, text: ComponentChildren])[];
  readonly value: string | undefined;
  onChoose(value: string | undefined): void;
}) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <select
        class="input"
        value={props.value ?? ""}
        onChange={({ currentTarget }) => props.onChoose(currentTarget.value || undefined)}
      >
        {props.none !== undefined && <option value="">{props.none}</option>}
        {props.options.map((option) => {
          const [value, text] = typeof option === "string" ? [option, option.replaceAll("_", " ")] : option;
          return (
            <option key={value} value={value}>
              {text}
            </option>
          );
        })}
      </select>
    </label>
  );
}
