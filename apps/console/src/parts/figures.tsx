import type { ComponentChildren } from "preact";
import "./figures.css";

export interface Figure {
  readonly label: string;
  readonly value: ComponentChildren;
  /** Which series of a chart it is of, from 1. */
  readonly series?: 1 | 2 | 3 | 4;
}

/** A few numbers with their names, side by side. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl class="figures">
      {figures.map(({ label, value, series }) => (
        <div class="figure" key={label}>
          <dt>
            {series !== undefined && <i class={`series-${series}`} />}
            {label}
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
