import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { useSharedStack } from "../support/shared-stacks.ts";
import { until } from "../support/until.ts";
import { problemsOf } from "./support/steps.ts";

const stack = useSharedStack();

describe("fields", () => {
  test("are taken out of the registry: bodies can't give them, and records lose their values", async () => {
    const team = await stack().newTeam();
    const field = { entity: "contact", name: "lead score", type: "number" };
    await team.post("/api/fields", field);
    await team.post("/api/fields", { ...field, entity: "company" });
    const body = { email: "jane@example.com", "lead score": 7 };
    const { _id } = (await team.contact(body)).body.data;
    const remove = () => team.request("DELETE", "/api/fields/contact/lead%20score");
    expect((await remove()).body).toEqual({
      success: true,
      data: { entity: "contact", name: "lead score" },
    });
    refused(await team.post("/api/contacts", body), 400, "INVALID_FIELD");
    refused(
      await team.post("/api/contacts", { email: "jane@example.com", clearFields: ["lead score"] }),
      400,
      "INVALID_FIELD",
    );
    // While values are removed the name is nobody's.
    refused(await team.post("/api/fields", { ...field, type: "text" }), 409, "FIELD_EXISTS");
    await until("the values are gone", 30_000, async () => {
      const { fields } = await team.readContact(_id);
      return Object.keys(fields).length === 0;
    });
    refused(await remove(), 404, "NOT_FOUND");
    // The company's own of that name stays.
    expect((await team.request("DELETE", "/api/fields/company/lead%20score")).status).toBe(200);
    // The name is free again, once no process takes the field for what it was.
    await until("the name is free", 30_000, async () => {
      const { status } = await team.post("/api/fields", { ...field, type: "text" });
      return status === 201;
    });
    await team.contact({ email: "jane@example.com", "lead score": "high" });
    expect((await team.readContact(_id)).fields).toMatchObject({ "lead score": "high" });
  });

  test("standard ones stay, and say so", async () => {
    const team = await stack().newTeam();
    const answer = await team.request("DELETE", "/api/fields/contact/firstName");
    expect(refused(answer, 400, "INVALID_REQUEST").message).toContain("firstName is a standard field");
    for (const path of [
      "contact/domain",
      "company/firstName",
      "person/score",
      "contact/a%00b",
      "contact/%F0%9F",
    ])
      refused(await team.request("DELETE", `/api/fields/${path}`), 404, "NOT_FOUND");
  });

  test("no field can have a name that an answer or the engine uses", async () => {
    const team = await stack().newTeam();
    const contact = await team.contact({ email: "jane@example.com", linkedinUrl: "linkedin.com/in/jane" });
    const company = await team.company({ name: "Acme", domain: "acme.example" });
    const names = {
      contact: [
        ...Object.keys(contact.body.data),
        ...Object.keys(await team.readContact("jane@example.com")),
        "ownerId",
        "companyId",
        "unsubscribed",
        "linkedinUrlSalesNav",
        "additionalEmails",
        "source",
        "matchedBy",
      ],
      company: [
        ...Object.keys(company.body.data),
        ...Object.keys(await team.readCompany("acme.example")),
        "ownerId",
        "companyId",
        "unsubscribed",
        "companyOwner",
      ],
    };
    for (const [entity, all] of Object.entries(names))
      for (const name of new Set(all))
        refused(await team.post("/api/fields", { entity, name, type: "text" }), 409, "FIELD_EXISTS");
  });

  test("a body is refused with all its problems", async () => {
    const team = await stack().newTeam();
    const body = { label: "\ud800", more: 1, entity: "person", name: "-", type: "colour", other: 2 };
    expect(problemsOf(await team.post("/api/fields", body))).toEqual([
      "entity",
      "name",
      "label",
      "type",
      "more",
      "other",
    ]);
    expect(problemsOf(await team.post("/api/fields", {}))).toEqual(["entity", "name", "type"]);
  });
});
