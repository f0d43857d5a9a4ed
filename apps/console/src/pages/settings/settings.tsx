import type { ComponentType } from "preact";
import { Link } from "wouter-preact";
import { useMay } from "../../api/session.ts";
import type { PageProps } from "../../pages.ts";
import { PageHead } from "../../parts/panel.tsx";
import { NotFound } from "../../parts/not-here.tsx";
import { Fields } from "./fields.tsx";
import { IdentityRulesSection } from "./identity-rules.tsx";
import { Keys } from "./keys.tsx";
import "./settings.css";
import { TeamSection } from "./team.tsx";

interface Section {
  /** Behind `/settings/`; empty for the first one. */
  readonly name: string;
  readonly title: string;
  /** Whether only who may do everything sees it. */
  readonly isAdmins?: true;
  readonly Shown: ComponentType;
}

const SECTIONS: readonly Section[] = [
  { name: "", title: "Team", Shown: TeamSection },
  { name: "keys", title: "Keys", isAdmins: true, Shown: Keys },
  { name: "fields", title: "Fields", Shown: Fields },
  { name: "identity-rules", title: "Identity rules", Shown: IdentityRulesSection },
];

/** What a team has set. The address says which part of it is shown. */
export default function Settings({ params: { section = "" } }: PageProps) {
  const may = useMay();
  const shown = SECTIONS.filter(({ isAdmins }) => !isAdmins || may("admin"));
  const current = shown.find(({ name }) => name === section);
  return (
    <div class="stack">
      <PageHead title="Settings" lead="Every API process knows a change within seconds." />
      <nav class="tabs" aria-label="Settings">
        {shown.map(({ name, title }) => (
          <Link
            key={name}
            href={name === "" ? "/settings" : `/settings/${name}`}
            aria-current={name === section ? "page" : undefined}
          >
            {title}
          </Link>
        ))}
      </nav>
      {current ? <current.Shown /> : <NotFound />}
    </div>
  );
}
