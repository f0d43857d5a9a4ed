import type { ChangeEvent } from "@onefold/client/types";
import { useEffect, useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useEvents } from "../../api/use-events.ts";
import { Badge } from "../../parts/badge.tsx";
import { count } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Ago } from "../../parts/time.tsx";
import { flowWith, isFlood, REST_MS } from "./flood.ts";
import type { Flow } from "./flood.ts";

const SHOWN = 8;

interface State {
  readonly total: number;
  readonly last: readonly ChangeEvent[];
}

/** What happens to the team's records from now on, as the change feed tells it. */
export function Arrivals() {
  const [state, setState] = useState<State>({ total: 0, last: [] });
  const latest = useRef(state);
  const frame = useRef<number | undefined>(undefined);
  const flow = useRef<Flow>({ since: 0, count: 0 });
  const [rests, setRests] = useState(false);
  const note = (data: unknown) => {
    if (!isEvent(data)) return;
    flow.current = flowWith(flow.current, Date.now());
    if (isFlood(flow.current)) setRests(true);
    latest.current = {
      total: latest.current.total + 1,
      last: [data, ...latest.current.last].slice(0, SHOWN),
    };
    // Thousands come in a second: they are drawn together.
    frame.current ??= requestAnimationFrame(() => {
      frame.current = undefined;
      setState(latest.current);
    });
  };
  useEffect(() => {
    if (!rests) return undefined;
    flow.current = { since: 0, count: 0 };
    const again = setTimeout(() => setRests(false), REST_MS);
    return () => clearTimeout(again);
  }, [rests]);
  useEvents(rests ? undefined : "/api/changes/events?after=now", {
    created: note,
    updated: note,
    merged: note,
    deleted: note,
  });
  useEffect(() => () => cancelAnimationFrame(frame.current ?? 0), []);
  return (
    <Panel
      title="What arrives"
      aside={<span class="small soft">{count(state.total)} since the page was opened</span>}
    >
      {rests && (
        <p class="small soft">
          So much arrives that this rests for a minute: to show it all would cost the service too much.
        </p>
      )}
      {state.last.length === 0 ? (
        <p class="soft">Nothing yet. What is written by whatever way is shown here as it is committed.</p>
      ) : (
        <ul class="arrivals">
          {state.last.map(({ id, event, entity, recordId, at }) => (
            <li key={id}>
              <Badge tone={event === "created" ? "good" : event === "updated" ? "accent" : "warn"}>
                {event}
              </Badge>
              <Link href={`/${entity === "company" ? "companies" : "contacts"}/${recordId}`}>
                <code>{recordId}</code>
              </Link>
              <span class="small soft">
                <Ago at={at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function isEvent(data: unknown): data is ChangeEvent {
  return typeof data === "object" && data !== null && "event" in data && "id" in data;
}
