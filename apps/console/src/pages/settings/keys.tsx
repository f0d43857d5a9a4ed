import type { ApiKey, CreateKeyAnswer, RateLimit } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { useSession } from "../../api/session.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { fullTime } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Secret } from "../../parts/secret.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { AddKey } from "./add-key.tsx";
import { EditKey, RevokeKey, RotateKey } from "./change-key.tsx";
import { limitText } from "./rate-limit.tsx";
import { useKeys } from "./use-keys.ts";
import { nameOf, useTeam } from "./use-team.ts";

type Asked = "add" | { readonly act: "edit" | "rotate" | "revoke"; readonly key: ApiKey };

/** What may act for the team. */
export function Keys() {
  const { data, error } = useKeys();
  const { data: team } = useTeam();
  const { session } = useSession();
  const [asked, setAsked] = useState<Asked>();
  const [made, setMade] = useState<CreateKeyAnswer["data"]>();
  const [showsRevoked, setShowsRevoked] = useState(false);
  if (error && !data) return <Problem error={error} />;
  if (!data) return null;
  const { defaultRateLimit } = data;
  const revoked = data.data.filter(({ revokedAt }) => revokedAt !== undefined);
  const shown = showsRevoked ? data.data : data.data.filter(({ revokedAt }) => revokedAt === undefined);
  const members = new Map(team?.users?.map((member) => [member.userId, nameOf(member)]));
  const close = () => setAsked(undefined);
  const current = session?.key._id;
  return (
    <>
      <Panel title="Keys" aside={<Button onClick={() => setAsked("add")}>Make a key</Button>} flush>
        <Table
          label="Keys"
          columns={columnsWith({ members, defaultRateLimit, current, setAsked })}
          rows={shown}
          keyOf={({ _id }) => _id}
        />
        {revoked.length > 0 && (
          <div class="more">
            <Button onClick={() => setShowsRevoked(!showsRevoked)}>
              {showsRevoked ? "Hide revoked ones" : `Show revoked ones (${revoked.length})`}
            </Button>
          </div>
        )}
      </Panel>
      <Panel title="Rate limits">
        <p>
          {defaultRateLimit
            ? `A key without a limit of its own may send ${limitText(defaultRateLimit)}.`
            : "A key without a limit of its own has none."}{" "}
          That is the setting <code>RATE_LIMIT</code> of the API. What is over a limit is answered 429, with
          when to come again.
        </p>
      </Panel>
      {asked === "add" && (
        <AddKey members={team?.users ?? []} byDefault={defaultRateLimit} onMade={setMade} onClose={close} />
      )}
      {typeof asked === "object" && asked.act === "edit" && (
        <EditKey apiKey={asked.key} byDefault={defaultRateLimit} onClose={close} />
      )}
      {typeof asked === "object" && asked.act === "rotate" && (
        <RotateKey
          apiKey={asked.key}
          isCurrent={asked.key._id === current}
          onMade={setMade}
          onClose={close}
        />
      )}
      {typeof asked === "object" && asked.act === "revoke" && (
        <RevokeKey apiKey={asked.key} isCurrent={asked.key._id === current} onClose={close} />
      )}
      {made && (
        <Secret title={`The key ${made.name}`} secret={made.key} onClose={() => setMade(undefined)}>
          It is shown this once: keep it now. Of it only the beginning is shown again.
        </Secret>
      )}
    </>
  );
}

function columnsWith(given: {
  readonly members: ReadonlyMap<string, string>;
  readonly defaultRateLimit: RateLimit | undefined;
  /** The key of this session. */
  readonly current: string | undefined;
  setAsked(asked: Asked): void;
}): readonly Column<ApiKey>[] {
  const { members, defaultRateLimit, current, setAsked } = given;
  return [
    {
      title: "Key",
      cell: ({ _id, name, prefix }) => (
        <>
          <div class="row">
            {name} {_id === current && <Badge tone="accent">this session</Badge>}
          </div>
          <code class="soft">{prefix}…</code>
        </>
      ),
    },
    { title: "May", cell: ({ scopes }) => scopes.join(", ") || "nothing" },
    { title: "Limit", cell: ({ rateLimit }) => limitOfKey(rateLimit, defaultRateLimit) },
    { title: "Acts as", cell: ({ userId }) => members.get(userId) ?? userId },
    { title: "Last used", cell: ({ lastUsedAt }) => (lastUsedAt ? <Ago at={lastUsedAt} /> : "not yet") },
    { title: "Made", cell: ({ createdAt }) => <Ago at={createdAt} /> },
    { title: "State", cell: (key) => <KeyState apiKey={key} /> },
    {
      title: "Change",
      cell: (key) =>
        key.revokedAt === undefined && (
          <span class="settings-acts">
            {(["edit", "rotate", "revoke"] as const).map((act) => (
              <Button
                key={act}
                kind={act === "revoke" ? "danger" : "plain"}
                onClick={() => setAsked({ act, key })}
              >
                {WORDS[act]}
                <span class="sr-only"> {key.name}</span>
              </Button>
            ))}
          </span>
        ),
    },
  ];
}

const WORDS = { edit: "Edit", rotate: "Rotate", revoke: "Revoke" } as const;

function limitOfKey(own: RateLimit | undefined, byDefault: RateLimit | undefined): string {
  if (own) return limitText(own);
  return byDefault ? `${limitText(byDefault)}, as all` : "none";
}

function KeyState({ apiKey: { revokedAt, previousUntil } }: { readonly apiKey: ApiKey }) {
  if (revokedAt !== undefined) return <Badge tone="bad">revoked</Badge>;
  if (previousUntil !== undefined && Date.parse(previousUntil) > Date.now())
    return (
      <>
        <Badge tone="warn">rotated</Badge>
        <div class="small soft">the secret before works until {fullTime(previousUntil)}</div>
      </>
    );
  return <Badge tone="good">active</Badge>;
}
