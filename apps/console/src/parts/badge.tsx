import type { ComponentChildren } from "preact";
import "./badge.css";

export type Tone = "plain" | "good" | "warn" | "bad" | "accent";

/** A state in a word. The word says it, and the colour only helps. */
export function Badge({
  tone = "plain",
  children,
}: {
  readonly tone?: Tone;
  readonly children: ComponentChildren;
}) {
  return <span class={`badge badge-${tone}`}>{children}</span>;
}
