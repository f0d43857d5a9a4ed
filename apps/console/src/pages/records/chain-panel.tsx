import { Panel } from "../../parts/panel.tsx";
import type { About } from "./about.ts";
import { chainOf } from "./chain-of.ts";
import type { Link } from "./chain-of.ts";
import { WORDS } from "./entities.ts";
import type { Entity } from "./entities.ts";
import { Trace } from "./value.tsx";

const WHY: Readonly<Record<Entity, string>> = {
  contact: "Why is this one person?",
  company: "Why is this one company?",
};

/** The chain of identifiers and requests that made one record of what is here. */
export function ChainPanel({ entity, record, history }: About) {
  const links = chainOf(entity, history.entries);
  return (
    <Panel title={WHY[entity]}>
      {history.hasMore && <p class="soft">It begins earlier: show older ones in the history.</p>}
      {history.isRead && links.length === 0 && (
        <p class="soft">What made it is past the retention of receipts.</p>
      )}
      <ol class="entries chain">
        {links.map((link) => (
          <li key={`${link.entry.clock} ${link.entry.row}`}>
            <div class="value">
              {link.entry.recordId !== record._id && <code>{link.entry.recordId}: </code>}
              {sentenceOf(entity, link)}
            </div>
            <div class="small">
              <Trace entry={link.entry} />
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function sentenceOf(entity: Entity, link: Link): string {
  const list = (names: readonly { field: string; value: string }[]) =>
    names.map(({ field, value }) => `${inText(entity, field)} ${value}`).join(", ");
  switch (link.kind) {
    case "created":
      return `Created with ${list(link.by)}.`;
    case "joined":
      return link.found === undefined
        ? `A request brought ${list(link.brought)}.`
        : `A request found it by its ${inText(entity, link.found)}, and brought ${list(link.brought)}.`;
    case "merged":
      return link.byHand
        ? `${link.ids.join(", ")} was merged into it by hand.`
        : `A request named both it and ${link.ids.join(", ")}: they became one.`;
    case "undone":
      return "A merge was taken back.";
    case "removed":
    default:
      return `${list(link.taken)} was removed.`;
  }
}

/** Calls an identifier what it is called in a sentence. What else finds a record is its id. */
function inText(entity: Entity, field: string): string {
  const label = WORDS[entity].identifiers[field] ?? "id";
  return field === "email" || field === "domain" ? label.toLowerCase() : label;
}
