import type { Member, MemberRole } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { client } from "../../api/client.ts";
import { useMay, useSession } from "../../api/session.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Confirm } from "../../parts/confirm.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Form, SelectField, TextField } from "../../parts/form.tsx";
import { count } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { toast } from "../../parts/toasts.tsx";
import { nameOf, readTeamAgain } from "./use-team.ts";

const ROLES: readonly (readonly [MemberRole, string])[] = (
  ["owner", "admin", "member", "guest"] as const
).map((role) => [role, role] as const);

/** The people of a team. */
export function Members({ members }: { readonly members: readonly Member[] }) {
  const may = useMay();
  const { session } = useSession();
  const [asked, setAsked] = useState<Member | "new">();
  const close = () => setAsked(undefined);
  const columns: readonly Column<Member>[] = [
    { title: "Name", cell: ({ name }) => name ?? "–" },
    { title: "E-mail", cell: ({ email }) => email },
    { title: "Role", cell: ({ role }) => role },
    { title: "State", cell: ({ blocked }) => (blocked ? <Badge tone="bad">blocked</Badge> : "active") },
    ...(may("admin")
      ? [
          {
            title: "Change",
            cell: (member: Member) => (
              <span class="settings-acts">
                <Button onClick={() => setAsked(member)}>
                  Edit<span class="sr-only"> {nameOf(member)}</span>
                </Button>
                {/* A key can't block the member that it acts as. */}
                {member.userId !== session?.key.userId && <Block member={member} />}
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <Panel
      title="Members"
      aside={
        may("admin") ? (
          <Button onClick={() => setAsked("new")}>Add a member</Button>
        ) : (
          <span class="small soft">{count(members.length)}</span>
        )
      }
      flush
    >
      <p class="settings-note soft">
        Contacts have members as owners, and keys act as them. A role decides nothing: what a request may do
        is said by the scopes of its key. Who left is blocked, not deleted: their keys are refused from then
        on, and what they did stays theirs.
      </p>
      <Table label="Members" columns={columns} rows={members} keyOf={({ userId }) => userId} />
      {asked === "new" && <AddMember onClose={close} />}
      {asked !== undefined && asked !== "new" && <EditMember member={asked} onClose={close} />}
    </Panel>
  );
}

function Block({ member }: { readonly member: Member }) {
  const { blocked = false } = member;
  const [isAsked, setAsked] = useState(false);
  const change = async () => {
    await changeMember(member, { blocked: !blocked });
    toast(
      blocked ? `${nameOf(member)} may act again.` : `The keys of ${nameOf(member)} are refused from now on.`,
    );
  };
  return (
    <>
      <Button kind={blocked ? "plain" : "danger"} onClick={blocked ? change : () => setAsked(true)}>
        {blocked ? "Unblock" : "Block"}
        <span class="sr-only"> {nameOf(member)}</span>
      </Button>
      {isAsked && (
        <Confirm
          title={`Block ${nameOf(member)}?`}
          submit="Block"
          onConfirm={change}
          onClose={() => setAsked(false)}
        >
          All that uses a key of this member is refused from then on, other programs too.
        </Confirm>
      )}
    </>
  );
}

async function changeMember({ userId }: Member, change: object): Promise<void> {
  await client.request(`/api/team/members/${userId}`, { method: "PATCH", body: change });
  await readTeamAgain();
}

function AddMember({ onClose }: { onClose(): void }) {
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<MemberRole>("member");
  const add = async () => {
    await client.request("/api/team/members", {
      method: "POST",
      body: { email, role, ...(name && { name }) },
    });
    await readTeamAgain();
    onClose();
    toast(`${name || email} is a member.`);
  };
  return (
    <Dialog title="Add a member" onClose={onClose}>
      <p>Nobody is written to. What a member does goes by keys that act as them.</p>
      <Form submit="Add them" disabled={email.trim() === ""} onSubmit={add} onCancel={onClose}>
        <TextField label="E-mail" type="email" required value={email} onInput={setEmail} />
        <TextField label="Name" value={name} onInput={setName} />
        <SelectField label="Role" value={role} options={ROLES} onChange={(chosen) => setRole(chosen)} />
      </Form>
    </Dialog>
  );
}

function EditMember({ member, onClose }: { readonly member: Member; onClose(): void }) {
  const [name, setName] = useState(member.name ?? "");
  const [role, setRole] = useState(member.role);
  const save = async () => {
    await changeMember(member, { role, ...(name && { name }) });
    onClose();
  };
  return (
    <Dialog title={`Edit ${member.email}`} onClose={onClose}>
      <Form submit="Save" onSubmit={save} onCancel={onClose}>
        <TextField label="Name" value={name} onInput={setName} />
        <SelectField label="Role" value={role} options={ROLES} onChange={(chosen) => setRole(chosen)} />
      </Form>
    </Dialog>
  );
}
