import fc from "fast-check";
import { expect, test } from "vitest";
import { notSupported } from "./not-supported.ts";
import { OTHER_ROUTES } from "./other-routes.ts";

const routes = Object.entries(OTHER_ROUTES).flatMap(([about, each]) =>
  each.map((route) => ({ about, route })),
);
const segment = fc.stringMatching(/^[\w.@%-]+$/);

test("each route is answered by what it is about, whatever its parameters are", () => {
  fc.assert(
    fc.property(fc.constantFrom(...routes), segment, fc.boolean(), ({ route }, value, slash) => {
      const [method = "", path = ""] = route.split(" ");
      const asked = `/api${path.replaceAll(/:\w+/g, () => value)}${slash ? "/" : ""}`;
      expect(notSupported(method, asked)).toMatch(/ are no part of this service\. Onefold keeps contacts/);
    }),
  );
});

test.each([
  ["GET", "/api/campaigns/cam_1", "Campaigns"],
  ["HEAD", "/api/campaigns/cam_1", "Campaigns"],
  ["GET", "/api/campaigns/cam_1/leads/", "Leads"],
  ["GET", "/api/leads/jane@example.com", "Leads"],
  ["POST", "/api/companies/cpn_1/notes", "Notes of companies"],
  ["PUT", "/api/campaigns/cam_1/export/exp_1/email/jane@example.com", "Campaigns"],
])("%s %s is about %s", (method, path, about) => {
  expect(notSupported(method, path)).toMatch(new RegExp(`^${about} are`));
});

test.each([
  ["GET", "/api/campaigns"],
  ["PUT", "/api/campaigns/cam_1"],
  ["GET", "/api/campaigns//"],
  ["GET", "/campaigns/cam_1"],
  ["GET", "/api/campaigns/cam_1/nothing"],
  ["GET", "/api/contacts"],
  ["GET", "/api/hooks"],
  ["GET", "/api/unsubscribes"],
])("%s %s is none of them", (method, path) => {
  expect(notSupported(method, path)).toBeUndefined();
});
