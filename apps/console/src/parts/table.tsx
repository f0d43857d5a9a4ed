import type { ComponentChildren } from "preact";
import "./table.css";

export interface Column<Row> {
  readonly title: string;
  /** Numbers stand at the right, so that they can be compared. */
  readonly isNumber?: boolean;
  cell(row: Row): ComponentChildren;
}

/** A table of rows, for whoever looks and for whoever listens. On a narrow screen it scrolls by itself. */
export function Table<Row>(props: {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  keyOf(row: Row): string;
}) {
  return (
    // Focusable, so that it can be scrolled by keyboard.
    <div class="table-scroll" role="region" aria-label={props.label} tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            {props.columns.map(({ title, isNumber }) => (
              <th key={title} scope="col" class={isNumber ? "number" : ""}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.keyOf(row)}>
              {props.columns.map(({ title, isNumber, cell }) => (
                <td key={title} class={isNumber ? "number" : ""}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
