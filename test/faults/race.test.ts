import { createField } from "@onefold/records";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { times } from "../support/thorough.ts";
import { finalAnswer, postContact } from "./support/client.ts";
import { createCluster, mostly } from "./support/cluster.ts";
import { canonicalOf, IDENTIFIER_FIELDS, randomSubset, spell } from "./support/person.ts";
import { seededRandom } from "./support/seeded-random.ts";

const PEOPLE = 50;
const KNOWN = 25;
const REQUESTS = times(150, 2_000);

describe.each(mostly("postgres"))("G3 on %s", (backend) => {
  test(`${REQUESTS} concurrent POSTs over 50 people, through 2 APIs and 3 workers, make no duplicate`, async () => {
    const random = seededRandom();
    await using cluster = await createCluster(backend);
    const { db, key, teamId } = cluster;
    const [apis] = await Promise.all([
      Promise.all([cluster.spawnApi(), cluster.spawnApi()]),
      Promise.all([cluster.spawnWorker(), cluster.spawnWorker(), cluster.spawnWorker()]),
    ]);
    const urls = apis.map((api) => api.url);
    const send = async (index: number, body: object) => {
      const url = urls[index % urls.length] ?? "";
      return finalAnswer(url, key, await postContact(url, key, body));
    };

    const known = Array.from({ length: KNOWN }, (_, person) => send(person, spell(person, random)));
    expect((await Promise.all(known)).map((answer) => answer.status)).toEqual(Array(KNOWN).fill(201));

    const requests = Array.from({ length: REQUESTS }, (_, index) => {
      const person = random.below(PEOPLE);
      const fields = randomSubset(random);
      const spelled = spell(person, random);
      const body = Object.fromEntries(fields.map((field) => [field, spelled[field]]));
      return { index, person, fields, body };
    });
    const answers = await Promise.all(
      requests.map(async (request) => ({ ...request, ...(await send(request.index, request.body)) })),
    );

    expect(answers.filter(({ status }) => status < 200 || status > 299)).toEqual([]);
    const owners = await ownersOf();
    const recordsOfKnown = new Set(
      Array.from({ length: KNOWN }, (_, person) => canonicalOf(person)).flatMap((names) =>
        IDENTIFIER_FIELDS.map((field) => owners.get(names[field])),
      ),
    );
    expect(recordsOfKnown.size).toBe(KNOWN);
    const created = answers.filter(({ body }) => body.data?.created);
    expect(created.filter(({ person }) => person < KNOWN)).toEqual([]);
    expect(await count("contacts")).toBe(KNOWN + created.length);
    expect(await count("receipts")).toBe(KNOWN + REQUESTS);
    for (const { person, fields, body } of answers) {
      const strongest = IDENTIFIER_FIELDS.find((field) => fields.includes(field)) ?? "email";
      expect(owners.get(canonicalOf(person)[strongest])).toBe(body.data?._id);
    }

    /** Which record owns each identifier; the table's primary key lets it be one only. */
    async function ownersOf(): Promise<Map<string, string>> {
      const rows = await db
        .selectFrom("contact_identifiers")
        .innerJoin("contacts", (join) =>
          join
            .onRef("contacts.team_id", "=", "contact_identifiers.team_id")
            .onRef("contacts.record_id", "=", "contact_identifiers.record_id"),
        )
        .select(["contact_identifiers.value", "contact_identifiers.record_id"])
        .where("contact_identifiers.team_id", "=", teamId)
        .execute();
      expect(new Set(rows.map((row) => row.value)).size).toBe(rows.length);
      return new Map(rows.map((row) => [row.value, row.record_id]));
    }

    async function count(table: string): Promise<number> {
      const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db);
      return rows[0]?.n ?? -1;
    }
  }, 180_000);

  test("300 concurrent POSTs on one record, each by one of its identifiers, lose no value", async () => {
    const random = seededRandom();
    await using cluster = await createCluster(backend);
    const { db, key, teamId } = cluster;
    for (let i = 0; i < 300; i++)
      await createField(db, teamId, { entity: "contact", name: `field${i}`, type: "number" });
    const [api] = await Promise.all([cluster.spawnApi(), cluster.spawnWorker(), cluster.spawnWorker()]);
    await postContact(api.url, key, spell(1, random));

    const answers = await Promise.all(
      Array.from({ length: 300 }, async (_, i) => {
        const field = IDENTIFIER_FIELDS[i % 3] ?? "email";
        const body = { [field]: spell(1, random)[field], [`field${i}`]: i };
        return finalAnswer(api.url, key, await postContact(api.url, key, body));
      }),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    const record = await db
      .selectFrom("contacts")
      .select("fields")
      .where("team_id", "=", teamId)
      .executeTakeFirstOrThrow();
    const values = Object.entries(record.fields).filter(([name]) => name.startsWith("field"));
    expect(Object.fromEntries(values)).toEqual(
      Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`field${i}`, i])),
    );
  });
});
