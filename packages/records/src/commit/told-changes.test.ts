import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jobField } from "@onefold/identity";
import { asRecordFields, asRecordRejections, asRecordUndo } from "./told-changes.ts";

const at = (field?: string) => jobField("cpn_1", field);
const stored = fc.constantFrom(
  "firstName",
  "jobTitle",
  ...["cpn_1", "cpn_2"].flatMap((id) => [jobField(id), jobField(id, "jobTitle")]),
);
const names = fc.uniqueArray(stored);

describe("names of fields of jobs", () => {
  test("are told as the record's own, each once; since when there is a job isn't told", () => {
    expect(asRecordFields([at(), at("jobTitle"), "jobTitle", "phone"])).toEqual(["jobTitle", "phone"]);
  });

  test("so are rejections, with each value of a record", () => {
    const rejection = (field: string, rejectedValue: string, conflictingRecordId = "ctc_1") => ({
      field,
      reason: "stale" as const,
      rejectedValue,
      conflictingRecordId,
    });
    expect(
      asRecordRejections([
        rejection("jobTitle", "CTO"),
        rejection(at("jobTitle"), "CTO"),
        rejection(at("jobTitle"), "VP"),
        rejection(at("jobTitle"), "VP", "ctc_2"),
        rejection(at(), "7"),
      ]),
    ).toEqual([
      rejection("jobTitle", "CTO"),
      rejection("jobTitle", "VP"),
      rejection("jobTitle", "VP", "ctc_2"),
    ]);
  });

  test.each([
    [["jobTitle", at("jobTitle")], [], ["jobTitle"], []],
    [[], ["jobTitle", at("jobTitle")], [], ["jobTitle"]],
    [["jobTitle"], [at("jobTitle")], ["jobTitle"], []],
    [[at("jobTitle")], ["jobTitle"], [], ["jobTitle"]],
    [[at(), "phone"], [jobField("cpn_2")], ["phone"], []],
  ])("an undo that moved %j and kept %j tells of %j and %j", (moved, kept, movedTold, keptTold) => {
    const left = ["email"];
    expect(asRecordUndo({ moved, kept, left })).toEqual({ moved: movedTold, kept: keptTold, left });
  });

  test("an undo tells of each field once, and of no job", () => {
    fc.assert(
      fc.property(names, names, (moved, kept) => {
        const apart = kept.filter((field) => !moved.includes(field));
        const told = asRecordUndo({ moved, kept: apart, left: [] });
        const all = [...told.moved, ...told.kept];
        expect(new Set(all).size).toBe(all.length);
        expect(all.toSorted()).toEqual(asRecordFields([...moved, ...apart]).toSorted());
        expect(all.filter((name) => name.includes("/"))).toEqual([]);
      }),
    );
  });
});
