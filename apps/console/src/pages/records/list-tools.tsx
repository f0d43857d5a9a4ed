import { useEffect, useState } from "preact/hooks";
import { SelectField, TextField } from "../../parts/form.tsx";
import { WORDS } from "./entities.ts";
import type { Entity } from "./entities.ts";
import { apiQueryOf, FILTERS, SEARCH_MIN } from "./list-query.ts";
import type { ListQuery } from "./list-query.ts";
import { useDebounced } from "./use-debounced.ts";

const TYPED_MS = 250;
const NO_FILTER = "none";

/** The search, the filter and the order of a list. What is typed counts once it stands still. */
export function ListTools(props: {
  readonly entity: Entity;
  readonly list: ListQuery;
  onChange(list: ListQuery): void;
}) {
  const { entity, list, onChange } = props;
  const [search, setSearch] = useTyped(list.search, (typed) => onChange({ ...list, search: typed }));
  const [value, setValue] = useTyped(list.value, (typed) => onChange({ ...list, value: typed }));
  const filter = list.filter ?? NO_FILTER;
  const isOrdered = !("search" in apiQueryOf({ ...list, filter: undefined })) || list.filter !== undefined;
  return (
    <div role="search" class="list-tools">
      <TextField
        label="Search"
        type="search"
        hint={
          search.trim().length > 0 && search.trim().length < SEARCH_MIN
            ? `From ${SEARCH_MIN} letters on.`
            : `${WORDS[entity].searched}.`
        }
        value={search}
        onInput={setSearch}
      />
      <SelectField
        label="Filter"
        value={filter}
        options={[[NO_FILTER, "None"], ...FILTERS[entity]]}
        onChange={(chosen) => onChange({ ...list, filter: chosen === NO_FILTER ? undefined : chosen })}
      />
      {list.filter !== undefined && (
        <TextField
          label={FILTERS[entity].find(([parameter]) => parameter === list.filter)?.[1] ?? ""}
          value={value}
          onInput={setValue}
        />
      )}
      {isOrdered && (
        <SelectField
          label="Order"
          value={list.oldestFirst ? "asc" : "desc"}
          options={[
            ["desc", "Newest first"],
            ["asc", "Oldest first"],
          ]}
          onChange={(order) => onChange({ ...list, oldestFirst: order === "asc" })}
        />
      )}
    </div>
  );
}

/** What is typed into a field of the address: told once it stands still, and set anew where the address changes by itself. */
function useTyped(told: string, onSettled: (typed: string) => void): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(told);
  const settled = useDebounced(typed, TYPED_MS);
  useEffect(() => setTyped(told), [told]);
  useEffect(() => {
    if (settled === typed && settled !== told) onSettled(settled);
  }, [settled]);
  return [typed, setTyped];
}
