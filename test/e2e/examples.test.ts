import { createKey, createMember } from "@onefold/records";
import { describe, expect, test } from "vitest";
import { ROUTES } from "../../apps/api/src/app.ts";
import { openapiDocument } from "../../apps/api/src/openapi/document.ts";
import { useStack } from "./support/on-each-backend.ts";
import type { TestTeam } from "./support/stack.ts";

const stack = useStack();

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

/** Creates what an operation's example names, where a fresh team hasn't it. */
const PREPARE: Readonly<Record<string, (team: TestTeam) => Promise<Prepared>>> = {
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
  rotateKey: async ({ teamId, userId }) => {
    const { keyId } = await createKey(stack().db, { teamId, userId, name: "form" });
    return { params: { id: keyId } };
  },
  updateMember: async ({ teamId }) => {
    const otto = { email: "otto@example.com", name: "Otto", role: "member" } as const;
    return { params: { userId: (await createMember(stack().db, teamId, otto)).userId } };
  },
};

/** Every operation with a request body, from the document: a new route is tested as soon as it is documented. */
const operations = Object.entries(openapiDocument(ROUTES).paths ?? {}).flatMap(([path, item]) =>
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

describe("the example of a request, sent as it is to a fresh team, is done:", () => {
  test.each(operations)("$id", async ({ id, verb, path, type, example }) => {
    if (example === undefined) throw new Error(`${id} has no example: add one to its route.`);
    const prepare = PREPARE[id];
    if (!prepare && (path.includes("{") || ID.test(JSON.stringify(example))))
      throw new Error(`${id} names records: say in PREPARE of test/e2e/examples.test.ts what creates them.`);
    const team = await stack().newTeam();
    const { params = {}, body = {} } = (await prepare?.(team)) ?? {};
    const answer = await team.request(
      verb.toUpperCase(),
      path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? "")),
      typeof example === "string"
        ? { raw: example, headers: { "Content-Type": type } }
        : { body: Array.isArray(example) ? example : { ...Object(example), ...body } },
    );
    // A batch never waits.
    expect(Array.isArray(example) ? [202] : [200, 201], JSON.stringify(answer.body)).toContain(answer.status);
  });
});
