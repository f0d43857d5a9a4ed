import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./panel.css";

/** What a page begins with: its title, what it is for, and what can be done on it. */
export function PageHead(props: {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly children?: ComponentChildren;
}) {
  return (
    <header class="page-head">
      <div>
        <h1>{props.title}</h1>
        {props.lead && <p>{props.lead}</p>}
      </div>
      {props.children && <div class="row">{props.children}</div>}
    </header>
  );
}

/** A part of a page with a heading. `flush` is for a table, which has its own space. */
export function Panel(props: {
  readonly title: string;
  readonly aside?: ComponentChildren;
  readonly flush?: boolean;
  readonly children: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class="panel" aria-labelledby={id}>
      <div class="panel-head">
        <h2 id={id}>{props.title}</h2>
        {props.aside}
      </div>
      <div class={props.flush ? "panel-body-flush" : "panel-body"}>{props.children}</div>
    </section>
  );
}
