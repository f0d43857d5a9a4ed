import { JobList } from "@onefold/contract";
import { createKey } from "@onefold/records";
import { expect, test } from "vitest";
import { refused } from "./support/client.ts";
import type { Client } from "./support/client.ts";
import { onEachSharedStack } from "./support/shared-stacks.ts";
import { until } from "./support/until.ts";

async function find(client: Client, query: string) {
  const { status, body } = await client.get(`/api/jobs?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return JobList.parse(body);
}

const found = async (client: Client, query: string) => (await find(client, query)).data.map(({ id }) => id);

onEachSharedStack((stack) => {
  const jobOf = async (answer: Promise<{ body: { job: { id: string } } }>) => (await answer).body.job.id;

  test("what became of a request is found by its record's id, e-mails and URLs, and by its outcome", async () => {
    const team = await stack().newTeam();
    const jane = { email: "jane@example.com", linkedinUrl: "https://www.linkedin.com/in/jane-find" };
    const created = await jobOf(team.contact({ ...jane, firstName: "Jane" }));
    const same = await jobOf(team.contact(jane));
    const other = await jobOf(team.contact({ email: "john@example.com" }));
    const clash = await jobOf(team.contact({ email: "john@example.com", linkedinUrl: jane.linkedinUrl }));
    const company = await jobOf(team.company({ name: "Acme", domain: "acme.example" }));
    const lost = await jobOf(
      team.acceptedContact({ contactId: "ctc_0123456789abcdefG", email: "nobody@example.com" }),
    );
    await until("it was refused", 10_000, async () => (await team.job(lost)).status === "failed");
    await team.post("/api/contacts/batch", [jane, { email: "row@example.com" }]);
    const { _id: id } = await team.readContact("jane@example.com");

    const url = encodeURIComponent("linkedin.com/in/Jane-Find/");
    expect(await found(team, `record=${url}`)).toEqual([clash, same, created]);
    expect(await found(team, `record=${id}`)).toEqual([clash, same, created]);
    expect(await found(team, "record=JANE@example.com&outcome=created")).toEqual([created]);
    expect(await found(team, "record=john@example.com")).toEqual([clash, other]);
    expect(await found(team, "record=acme.example")).toEqual([company]);
    expect(await found(team, "record=nobody@example.com")).toEqual([]);
    expect(await found(team, "outcome=rejected")).toEqual([lost]);
    expect(await found(team, "outcome=unmodified")).toEqual([clash, same]);
    const [job] = (await find(team, "outcome=rejected")).data;
    expect(job).toEqual(await team.job(lost));

    const stranger = await stack().newTeam();
    expect(await found(stranger, `record=${id}`)).toEqual([]);
    expect(await found(stranger, "outcome=created")).toEqual([]);
  });

  test("pages give each job once, newest first", async () => {
    const team = await stack().newTeam();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.unshift(await jobOf(team.contact({ email: `p${n}@example.com` })));
    const paged: string[] = [];
    for (let cursor = ""; ;) {
      const { data, nextCursor } = await find(team, `outcome=created&limit=2${cursor}`);
      paged.push(...data.map((job) => job.id));
      if (nextCursor === undefined) break;
      cursor = `&cursor=${nextCursor}`;
    }
    expect(paged).toEqual(ids);
  });

  test("a key that only sends finds its own by outcome, and nothing by record", async () => {
    const team = await stack().newTeam();
    await team.contact({ email: "jane@example.com" });
    const { teamId, userId } = team;
    const { key } = await createKey(stack().db, { teamId, userId, name: "form", scopes: ["ingest"] });
    const form = stack().clientWith(key);
    const own = await jobOf(form.contact({ email: "own@example.com" }));
    expect(await found(form, "outcome=created")).toEqual([own]);
    refused(await form.get("/api/jobs?record=jane@example.com"), 403, "FORBIDDEN");
  });

  test.each([
    ["record=nothing", "record"],
    ["outcome=nope", "outcome"],
    ["outcome=created&status=queued", "status"],
    ["record=a@example.com&record=b@example.com", "record"],
  ])("400 for %s", async (query, named) => {
    const team = await stack().newTeam();
    const { message } = refused(await team.get(`/api/jobs?${query}`), 400, "INVALID_REQUEST");
    expect(message).toContain(named);
  });

  test("an erased person is found by neither name nor hash", async () => {
    const team = await stack().newTeam();
    await team.contact({ email: "gone@example.com" });
    await team.request("DELETE", "/api/contacts/gone@example.com");
    expect(await found(team, "record=gone@example.com")).toEqual([]);
  });
});
