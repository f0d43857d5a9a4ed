import type { ComponentChildren } from "preact";
import { Command } from "./command.tsx";
import "./empty.css";

/** Shown where there is nothing yet: what this is, and what to do next, with a command to paste. */
export function Empty(props: {
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly command?: string;
}) {
  return (
    <section class="empty">
      <h2>{props.title}</h2>
      {props.children && <p>{props.children}</p>}
      {props.command !== undefined && <Command text={props.command} />}
    </section>
  );
}
