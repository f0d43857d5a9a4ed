import { createKey, createMember, createWebhook } from "@onefold/records";
import { ROUTES } from "../../../../apps/api/src/app.ts";
import { openapiDocument } from "../../../../apps/api/src/openapi/document.ts";
import type { RequestOptions } from "../../support/client.ts";
import type { Stack, TestTeam } from "../../support/stack.ts";
import { makeUpload } from "../../upload-jobs/support/made-upload.ts";

interface Prepared {
  /** Values of the path's parameters. */
  readonly params?: Readonly<Record<string, string>>;
  /** What replaces these keys of the body: the ids that only this team has. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Two records, by their ids. */
const twoContacts = async (team: TestTeam): Promise<Prepared> => {
  const [first, second] = [
    await team.contact({ email: "jane@example.com" }),
    await team.contact({ email: "j.example@example.com" }),
  ];
  return { body: { ids: [first.body.data._id, second.body.data._id] } };
};
const twoCompanies = async (team: TestTeam): Promise<Prepared> => {
  const [first, second] = [
    await team.company({ name: "Example Ltd", domain: "example.com" }),
    await team.company({ name: "Example Ltd", domain: "example.org" }),
  ];
  return { body: { ids: [first.body.data._id, second.body.data._id] } };
};

const aWebhook = async ({ teamId, userId }: TestTeam, { db }: Stack): Promise<Prepared> => {
  const { webhookId } = await createWebhook(db, { teamId, userId, url: "https://hooks.example.com/" });
  return { params: { id: webhookId } };
};

const aKey = async ({ teamId, userId }: TestTeam, { db }: Stack): Promise<Prepared> => {
  const { keyId } = await createKey(db, { teamId, userId, name: "form" });
  return { params: { id: keyId } };
};

/** Creates what an operation's example names, where a fresh team hasn't it. */
const PREPARE: Readonly<Record<string, (team: TestTeam, stack: Stack) => Promise<Prepared>>> = {
  mergeContacts: async (team) => {
    const jane = await team.contact({ email: "jane@example.com" });
    await team.contact({ email: "j.example@example.com" });
    return { body: { primaryId: jane.body.data._id } };
  },
  mergeCompanies: async (team) => {
    const [first, second] = [
      await team.company({ name: "Example Ltd", domain: "example.com" }),
      await team.company({ name: "Example Ltd", domain: "example.org" }),
    ];
    return { body: { primaryId: first.body.data._id, secondaryIds: [second.body.data._id] } };
  },
  noteDifferentContacts: twoContacts,
  forgetDifferentContacts: twoContacts,
  noteDifferentCompanies: twoCompanies,
  forgetDifferentCompanies: twoCompanies,
  rotateKey: aKey,
  updateKey: aKey,
  mendDeadLetter: async (team, stack) => {
    const upload = await makeUpload(stack, team);
    await upload.take(0, 1);
    await upload.commit([upload.item(0, { set: { firstName: "\0" } })]);
    await upload.end();
    return { params: { id: upload.id, row: "0" } };
  },
  updateWebhook: aWebhook,
  rotateWebhookSecret: aWebhook,
  replayWebhook: aWebhook,
  testWebhook: aWebhook,
  updateMember: async ({ teamId }, { db }) => {
    const otto = { email: "otto@example.com", name: "Otto", role: "member" } as const;
    return { params: { userId: (await createMember(db, teamId, otto)).userId } };
  },
};

/** Every operation with a request body, from the document: a new route is tested as soon as it is documented. */
export const EXAMPLES = Object.entries(openapiDocument(ROUTES).paths ?? {}).flatMap(([path, item]) =>
  (["post", "put", "patch", "delete"] as const).flatMap((verb) => {
    const operation = item[verb];
    const body = operation?.requestBody;
    if (!operation || !body || !("content" in body)) return [];
    // JSON where it is taken, else whatever the route takes.
    const [type = "", media] =
      Object.entries(body.content).find(([each]) => each === "application/json") ??
      Object.entries(body.content)[0] ??
      [];
    const example: unknown = media && "example" in media ? media.example : undefined;
    return [{ id: operation.operationId ?? `${verb} ${path}`, verb, path, type, example }];
  }),
);

/** A record that only one team has. */
const ID = /"(?:ctc|cpn|usr|tea|key|job)_[0-9A-Za-z]{17,}"/;

/** The example of an operation, for a team that has what it names. */
export interface ExampleRequest {
  readonly method: string;
  readonly path: string;
  readonly options: RequestOptions;
}

/** Creates in a fresh team what the example names. */
export async function exampleRequest(
  { id, verb, path, type, example }: (typeof EXAMPLES)[number],
  team: TestTeam,
  stack: Stack,
): Promise<ExampleRequest> {
  if (example === undefined) throw new Error(`${id} has no example: add one to its route.`);
  const prepare = PREPARE[id];
  if (!prepare && (path.includes("{") || ID.test(JSON.stringify(example))))
    throw new Error(
      `${id} names records: say in PREPARE of test/e2e/examples/support/example-requests.ts what creates them.`,
    );
  const { params = {}, body = {} } = (await prepare?.(team, stack)) ?? {};
  return {
    method: verb.toUpperCase(),
    path: path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? "")),
    options:
      typeof example === "string"
        ? { raw: example, headers: { "Content-Type": type } }
        : { body: Array.isArray(example) ? example : { ...Object(example), ...body } },
  };
}
