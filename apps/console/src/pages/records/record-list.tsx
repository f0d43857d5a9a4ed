import type { CompanyList, ContactList } from "@onefold/client/types";
import { keepPreviousData, useQuery } from "@tanstack/preact-query";
import { Link, useLocation, useSearch } from "wouter-preact";
import { client } from "../../api/client.ts";
import { Empty } from "../../parts/empty.tsx";
import { count } from "../../parts/format.ts";
import { PageHead, Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Table } from "../../parts/table.tsx";
import { COLUMNS } from "./columns.tsx";
import { WORDS } from "./entities.ts";
import type { Entity } from "./entities.ts";
import { apiQueryOf, readListQuery, SEARCH_MIN, writeListQuery } from "./list-query.ts";
import type { ListQuery } from "./list-query.ts";
import { ListTools } from "./list-tools.tsx";
import "./records.css";

type List = ContactList | CompanyList;

/** Every record of an entity, a page at a time. The address says what is shown. */
export function RecordList({ entity }: { readonly entity: Entity }) {
  const { many, Many } = WORDS[entity];
  const [path, navigate] = useLocation();
  const list = readListQuery(entity, new URLSearchParams(useSearch()));
  const query = apiQueryOf(list);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: [many, query],
    // A search that is overtaken by the next letter is given up.
    queryFn: ({ signal }) => client.request<List>(`/api/${many}`, { query, signal }),
    placeholderData: keepPreviousData,
  });
  const addressOf = (next: ListQuery) => {
    const text = writeListQuery(next).toString();
    return text === "" ? path : `${path}?${text}`;
  };
  return (
    <div class="stack">
      <PageHead title={Many} lead={data && <span role="status">{foundIn(entity, data)}</span>} />
      <ListTools
        entity={entity}
        list={list}
        onChange={(next) => navigate(addressOf({ ...next, cursor: undefined }), { replace: true })}
      />
      {error ? (
        <Problem error={error} />
      ) : (
        data && (
          <Found entity={entity} data={data} list={list} isOld={isPlaceholderData} addressOf={addressOf} />
        )
      )}
    </div>
  );
}

function Found(props: {
  readonly entity: Entity;
  readonly data: List;
  readonly list: ListQuery;
  readonly isOld: boolean;
  addressOf(list: ListQuery): string;
}) {
  const { entity, data, list, addressOf } = props;
  const { Many } = WORDS[entity];
  const { nextCursor } = data;
  if (data.data.length === 0 && list.cursor === undefined) return <Nothing entity={entity} list={list} />;
  return (
    <div class={props.isOld ? "records records-old" : "records"}>
      <Panel
        title={list.cursor === undefined ? "First page" : `From ${count(data.offset + 1)} on`}
        aside={
          <nav class="row" aria-label="Other pages">
            {list.cursor !== undefined && (
              <Link class="button" href={addressOf({ ...list, cursor: undefined })}>
                First page
              </Link>
            )}
            {nextCursor !== undefined && (
              <Link class="button" href={addressOf({ ...list, cursor: nextCursor })}>
                Next page
              </Link>
            )}
          </nav>
        }
        flush
      >
        <Table label={Many} columns={COLUMNS[entity]} rows={data.data} keyOf={({ _id }) => _id} />
      </Panel>
    </div>
  );
}

function Nothing({ entity, list }: { readonly entity: Entity; readonly list: ListQuery }) {
  const { one, many, body } = WORDS[entity];
  if (list.search.trim().length >= SEARCH_MIN || list.value.trim() !== "")
    return (
      <Empty title={`No ${one} is so`}>
        A search compares beginnings, a filter whole values. <Link href={`/${many}`}>Show all {many}</Link>
      </Empty>
    );
  return (
    <Empty
      title={`There are no ${many} yet`}
      command={`curl -X POST ${location.origin}/api/${many} -u ":$ONEFOLD_API_KEY" -H "Content-Type: application/json" -d '${body}'`}
    >
      Add one from a terminal, with an API key in <code>ONEFOLD_API_KEY</code>:
    </Empty>
  );
}

function foundIn(entity: Entity, { total, totalIsEstimate }: List): string {
  const { one, many } = WORDS[entity];
  return `${totalIsEstimate ? "About " : ""}${count(total)} ${total === 1 ? one : many}.`;
}
