import { JobResults } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import { ASYNC, basic, refused } from "../support/client.ts";
import type { Client } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import { makeUpload } from "./support/made-upload.ts";
import type { MadeUpload } from "./support/made-upload.ts";

onEachSharedStack((stack) => {
  async function newUpload() {
    const team = await stack().newTeam();
    return { team, upload: await makeUpload(stack(), team) };
  }

  describe("GET /api/jobs/{id}/results", () => {
    /** Rows 0 to 2 created, 3 updated, 4 unmodified, 5 to 7 rejected. */
    async function filled() {
      const { team, upload } = await newUpload();
      await upload.take(0, 8);
      await upload.commitRows(0, 3);
      const first = { identifiers: [{ kind: "email" as const, value: "p0@example.com" }] };
      await upload.commit([
        upload.item(3, { ...first, set: { firstName: "Jane" }, owner: "nobody@example.com" }),
        upload.item(4, first),
      ]);
      const details = [{ path: "email", code: "INVALID_EMAIL" as const, message: "email is wrong." }];
      await upload.reject({
        5: {
          message: 'Line 7: no, "no".',
          details,
          input: { firstName: "=1+1", email: "jane@", lastName: null },
        },
        6: {
          input: { additionalEmails: ["a@", "b@example.com"], Seniority: 3, email: "joan@\nexample.com" },
        },
        7: {},
      });
      await upload.end();
      return { team, upload };
    }

    async function page(team: Client, upload: MadeUpload, query: string) {
      const { status, body } = await team.get(`${upload.url}/results?${query}`);
      expect(status).toBe(200);
      return JobResults.parse(body);
    }

    test("as JSON, by outcome and page", async () => {
      const { team, upload } = await filled();
      const { data } = await page(team, upload, "");
      expect(data.map(({ row, outcome }) => [row, outcome])).toEqual([
        [0, "created"],
        [1, "created"],
        [2, "created"],
        [3, "updated"],
        [4, "unmodified"],
        [5, "rejected"],
        [6, "rejected"],
        [7, "rejected"],
      ]);
      expect(data[3]).toMatchObject({
        action: "upsert",
        recordId: data[0]?.recordId,
        matchedBy: "email",
        changes: { firstName: { to: "Jane" } },
        warnings: [{ code: "OWNER_NOT_FOUND" }],
        fieldRejections: [],
      });
      expect(data[5]).toMatchObject({
        code: "INVALID_EMAIL",
        message: 'Line 7: no, "no".',
        details: [{ path: "email" }],
        input: { firstName: "=1+1", email: "jane@" },
      });
      expect(data[5]).not.toHaveProperty("recordId");
      for (const [outcome, rows] of [
        ["created", [0, 1, 2]],
        ["updated", [3]],
        ["unmodified", [4]],
        ["rejected", [5, 6, 7]],
      ] as const) {
        const found: number[] = [];
        let cursor: string | undefined = "";
        for (; cursor !== undefined;) {
          const more = cursor === "" ? "" : `&cursor=${cursor}`;
          const part = await page(team, upload, `outcome=${outcome}&limit=2${more}`);
          found.push(...part.data.map(({ row }) => row));
          cursor = part.nextCursor;
        }
        expect(found).toEqual(rows);
      }
      for (const query of [
        "limit=1001",
        "outcome=done",
        "format=xml",
        "cursor=x",
        "format=csv&limit=5",
        "page=2",
      ])
        refused(await team.get(`${upload.url}/results?${query}`), 400, "INVALID_REQUEST");
      const { nextCursor } = await page(team, upload, "limit=2");
      refused(
        await team.get(`${upload.url}/results?outcome=rejected&cursor=${nextCursor}`),
        400,
        "INVALID_REQUEST",
      );
    });

    test("as NDJSON and CSV, also by Accept", async () => {
      const { team, upload } = await filled();
      const ndjson = await team.get(`${upload.url}/results?format=ndjson`);
      expect(ndjson.headers.get("content-disposition")).toBe('attachment; filename="results.ndjson"');
      const lines = String(ndjson.body).trimEnd().split("\n");
      expect(lines.map((line) => JSON.parse(line))).toEqual((await page(team, upload, "")).data);
      const byAccept = { headers: { Accept: "application/x-ndjson" } };
      expect((await team.get(`${upload.url}/results`, byAccept)).body).toBe(ndjson.body);
      const head = await team.request("HEAD", `${upload.url}/results?format=ndjson`);
      expect([head.status, head.headers.get("content-type")]).toEqual([200, "application/x-ndjson"]);

      const csv = await team.get(`${upload.url}/results`, { headers: { Accept: "text/csv" } });
      const [header, ...rows] = String(csv.body).trimEnd().split("\r\n");
      expect(header).toBe("_row,_outcome,_recordId,_matchedBy,_code,_message,_warnings,_rejected");
      expect(rows).toHaveLength(8);
      expect(rows[3]).toMatch(/^4,updated,ctc_\w{17},email,,,OWNER_NOT_FOUND contactOwner,$/);
    });

    test("the CSV of rejected rows has what they gave, as an upload takes it", async () => {
      const { team, upload } = await filled();
      const csv = await team.get(`${upload.url}/results?outcome=rejected&format=csv`);
      expect(csv.headers.get("content-disposition")).toBe('attachment; filename="rejected.csv"');
      expect(csv.body).toBe(
        [
          "email,additionalEmails,firstName,lastName,Seniority,_row,_line,_code,_message",
          `jane@,,'=1+1,,,6,,INVALID_EMAIL,"Line 7: no, ""no""."`,
          '"joan@\nexample.com",a@;b@example.com,,,3,7,,INVALID_EMAIL,Line 2: no.',
          ",,,,,8,,INVALID_EMAIL,Line 2: no.",
          "",
        ].join("\r\n"),
      );
    });

    test("that CSV has as many columns as an upload, whatever the rows named, and is mended and sent again", async () => {
      const { team, upload } = await newUpload();
      const inputOf = (row: number) => ({
        email: `many${row}@example.com`,
        ...Object.fromEntries(Array.from({ length: 250 }, (_, n) => [`unknown ${row} ${n}`, "x".repeat(50)])),
      });
      const rows = Array.from({ length: 400 }, (_, row) => row);
      await upload.reject(Object.fromEntries(rows.map((row) => [row, { input: inputOf(row) }])));
      await upload.end();
      const csv = await team.get(`${upload.url}/results?outcome=rejected&format=csv`);
      const [header = ""] = String(csv.body).split("\r\n", 1);
      expect(header.split(",")).toHaveLength(1_000);
      expect(header.split(",").slice(-7)).toEqual([
        "_input",
        "_ignored",
        "_raw",
        "_row",
        "_line",
        "_code",
        "_message",
      ]);
      const headers = { "Content-Type": "text/csv" };
      const again = await team.request("POST", "/api/contacts/batch?ignoreUnknownColumns=true", {
        raw: String(csv.body),
        headers,
      });
      expect(again).toMatchObject({ status: 202, body: { rows: { read: 400, accepted: 400 } } });
    });

    test("of a job of a single request are one row, or none yet", async () => {
      const team = await stack().newTeam();
      const { job } = (await team.contact({ email: "jane@example.com" })).body;
      const { body } = await team.get(`${job.url}/results?outcome=created`);
      expect(JobResults.parse(body).data).toMatchObject([{ row: 0, outcome: "created", action: "upsert" }]);
      const missing = (await team.acceptedContact({ contactId: "ctc_Nx4qJwS0dV2bTzK8m" }, { headers: ASYNC }))
        .body;
      await team.job(missing.job.id, 30);
      const csv = await team.get(`${missing.job.url}/results?outcome=rejected&format=csv`);
      expect(String(csv.body).split("\r\n")[1]).toMatch(/^1,,CONTACT_NOT_FOUND_BY_ID,./);
    });

    test("many rows are streamed, and what the client doesn't take isn't read", async () => {
      const { team, upload } = await newUpload();
      for (let from = 0; from < 3_000; from += 500) await upload.commitRows(from, from + 500);
      const { body } = await team.get(`${upload.url}/results?format=ndjson&outcome=created`);
      const rows = String(body)
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).row);
      expect(rows).toEqual(Array.from({ length: 3_000 }, (_, i) => i));
      const response = await fetch(`${stack().api.url}${upload.url}/results?format=csv`, {
        headers: { Authorization: basic("", team.key) },
      });
      await response.body?.cancel();
      expect((await team.job(upload.id)).counts.created).toBe(3_000);
    });
  });
});
