import type { Team } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { client } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { SESSION_KEY } from "../../api/session-key.ts";
import { useMay } from "../../api/session.ts";
import { Form, SelectField, TextField } from "../../parts/form.tsx";
import { fullTime } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { toast } from "../../parts/toasts.tsx";
import { Facts } from "../jobs/facts.tsx";
import { Members } from "./members.tsx";
import { readTeamAgain, useTeam } from "./use-team.ts";

type OnConflict = Team["onConflict"];

/** What an upsert does whose identifiers name several records. */
const ON_CONFLICT: Readonly<Record<OnConflict, string>> = {
  merge: "They become one, which can be taken back.",
  prefer: "They stay apart: the request changes the one that is named best, and Conflicts lists the pair.",
  strict: "The request is refused, and Conflicts lists the pair.",
};
const OPTIONS: readonly (readonly [OnConflict, string])[] = (["merge", "prefer", "strict"] as const).map(
  (each) => [each, each] as const,
);

export function TeamSection() {
  const { data: team, error } = useTeam();
  const may = useMay();
  if (error && !team) return <Problem error={error} />;
  if (!team) return null;
  return (
    <>
      <Panel title="Team">
        <div class="stack">
          {may("admin") ? <EditTeam key={team._id} team={team} /> : <ShownTeam team={team} />}
          <Facts
            facts={[
              ["Id", <code key="id">{team._id}</code>],
              ["Created", fullTime(team.createdAt)],
            ]}
          />
        </div>
      </Panel>
      <Members members={team.users ?? []} />
    </>
  );
}

function ShownTeam({ team: { name, onConflict } }: { readonly team: Team }) {
  return (
    <>
      <Facts
        facts={[
          ["Name", name],
          ["Where a request names several records", onConflict],
        ]}
      />
      <p class="soft">{ON_CONFLICT[onConflict]}</p>
    </>
  );
}

function EditTeam({ team }: { readonly team: Team }) {
  // What isn't chosen here stays as it is now, whoever changed it meanwhile.
  const [chosen, setChosen] = useState<Partial<Pick<Team, "name" | "onConflict">>>({});
  const { name, onConflict } = { ...team, ...chosen };
  const change = {
    ...(name.trim() !== team.name && { name }),
    ...(onConflict !== team.onConflict && { onConflict }),
  };
  const save = async () => {
    await client.request("/api/team", { method: "PATCH", body: change });
    setChosen({});
    await Promise.all([readTeamAgain(), queryClient.invalidateQueries({ queryKey: SESSION_KEY })]);
    toast("Saved.");
  };
  return (
    <Form submit="Save" disabled={name.trim() === "" || Object.keys(change).length === 0} onSubmit={save}>
      <TextField
        label="Name"
        value={name}
        required
        onInput={(given) => setChosen({ ...chosen, name: given })}
      />
      <SelectField
        label="Where a request names several records"
        value={onConflict}
        options={OPTIONS}
        onChange={(given) => setChosen({ ...chosen, onConflict: given })}
      />
      <p class="soft">
        {ON_CONFLICT[onConflict]} A request can say otherwise by <code>?onConflict=</code>.
      </p>
    </Form>
  );
}
