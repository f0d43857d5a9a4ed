import type { Entity, RecordSnapshot } from "@onefold/contract";
import { stringify } from "csv-stringify/sync";
import { escapeFormulas } from "../csv/formulas.ts";
import { presentCompany } from "../present/company.ts";
import { presentContact } from "../present/contact.ts";
import { STANDARD_FIELDS } from "../standard-fields.ts";
import type { RowWriter } from "./written-pages.ts";

type Cell = string | number | boolean | undefined;

/**
 * Records as CSV (RFC 4180, UTF-8): what every record has, the standard fields, then the team's own. A text that a
 * spreadsheet would take for a formula gets an apostrophe before it; a number stays one.
 * @param customFields names, in their order
 */
export function createCsvWriter(entity: Entity, customFields: readonly string[]): RowWriter<RecordSnapshot> {
  const cellsOf = entity === "contact" ? contactCells : companyCells;
  const standard = STANDARD_FIELDS[entity].map(({ name }) => name);
  const own = Object.keys(cellsOf(EMPTY));
  const taken = new Set([...own, ...standard]);
  const columns = [
    ...own,
    ...standard,
    ...customFields.map((name) => (taken.has(name) ? `fields.${name}` : name)),
  ];
  const fields = [...standard, ...customFields];
  return {
    header: toCsv([columns]),
    cells: columns.length,
    write: (records) =>
      toCsv(
        records.map((record) => [
          ...Object.values(cellsOf(record)),
          ...fields.map((name) => (Object.hasOwn(record.fields, name) ? record.fields[name] : undefined)),
        ]),
      ),
  };
}

const EMPTY: RecordSnapshot = {
  recordId: "",
  teamId: "",
  fields: {},
  identifiers: {},
  source: "",
  createdAt: 0,
  createdBy: "",
  updatedAt: 0,
};

function contactCells(record: RecordSnapshot): Readonly<Record<string, Cell>> {
  const contact = presentContact(record);
  return {
    _id: contact._id,
    email: contact.email,
    // No address holds a semicolon.
    emails: contact.emails.map(({ value }) => value).join(";"),
    linkedinUrl: contact.linkedinUrl,
    linkedinUrlSalesNav: contact.linkedinUrlSalesNav,
    companyId: contact.companyId,
    ownerId: contact.ownerId,
    source: contact.source,
    createdAt: contact.createdAt,
    createdBy: contact.createdBy,
    updatedAt: contact.updatedAt,
    unsubscribed: contact.unsubscribed,
  };
}

function companyCells(record: RecordSnapshot): Readonly<Record<string, Cell>> {
  const company = presentCompany(record);
  return {
    _id: company._id,
    domain: company.domain,
    domains: (record.identifiers.domain ?? []).join(";"),
    linkedinUrl: company.linkedinUrl,
    linkedinUrlSalesNav: company.linkedinUrlSalesNav,
    ownerId: company.ownerId,
    source: company.source,
    createdAt: company.createdAt,
    createdBy: company.createdBy,
    updatedAt: company.updatedAt,
  };
}

/** Lines of CSV; in a text, what a spreadsheet would take for a formula gets an apostrophe before it. */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return stringify([...rows], {
    record_delimiter: "\r\n",
    // A line break within a cell may be another one than ours.
    quoted_match: /[\r\n]/,
    cast: { boolean: String, string: escapeFormulas },
  });
}
