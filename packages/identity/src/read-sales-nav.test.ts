import { expect, test } from "vitest";
import { companyDefinition, contactDefinition } from "./definitions.ts";
import { readSalesNav } from "./read-sales-nav.ts";

test("a linkedinUrl that is a Sales Navigator one is told as such", () => {
  const lead = { kind: "salesNav", value: "https://www.linkedin.com/sales/lead/ACwAAAbC" };
  expect(readSalesNav(contactDefinition, "linkedin.com/sales/people/ACwAAAbC,NAME_SEARCH,x")).toEqual(lead);
  expect(
    readSalesNav(contactDefinition, "https://www.linkedin.com/in/ACwAAAbC,NAME_SEARCH,x"),
  ).toBeUndefined();
  expect(readSalesNav(contactDefinition, "https://www.linkedin.com/sales/company/1")).toBeUndefined();
  expect(readSalesNav(companyDefinition, "https://www.linkedin.com/sales/company/1")).toEqual({
    kind: "salesNav",
    value: "https://www.linkedin.com/sales/company/1",
  });
  const unknown = { ...contactDefinition, identifiers: [contactDefinition.main] };
  expect(readSalesNav(unknown, "https://www.linkedin.com/sales/lead/ACwAAAbC")).toBeUndefined();
});
