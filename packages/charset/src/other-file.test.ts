import { expect, test } from "vitest";
import { otherFile } from "./other-file.ts";

test.each([
  ["a workbook", Buffer.from("PK\u0003\u0004x", "latin1"), /spreadsheet's own file/],
  ["one of Excel 2003", Buffer.from("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x", "latin1"), /spreadsheet's own file/],
  ["gzip", Buffer.of(0x1f, 0x8b, 8), /gzip/],
  ["PDF", Buffer.from("%PDF-1.7\n"), /document/],
  ["RTF", Buffer.from("{\\rtf1 x}"), /document/],
  ["a web page", Buffer.from("\r\n<!DOCTYPE html><html>"), /web page/],
  ["XML", Buffer.from('\ufeff<?xml version="1.0"?>'), /XML/],
  ["vCards", Buffer.from("BEGIN:VCARD\nVERSION:3.0"), /vCards/],
  ["an array of JSON", Buffer.from('[\n  {"email":"jane@example.com"}]'), /JSON/],
  ["lines of JSON", Buffer.from('{"email":"jane@example.com"}\n'), /JSON/],
])("%s is told", (_, bytes, sentence) => {
  expect(otherFile(bytes)).toMatch(sentence);
});

test.each([
  "email,firstName\n",
  '"email";"name"\n',
  "",
  "{email},x\n",
  "[Name],email\n",
  "sep=;\n",
  "PK,email\n",
])("%j is CSV", (text) => {
  expect(otherFile(Buffer.from(text))).toBeUndefined();
});
