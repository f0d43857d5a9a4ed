const WORKBOOK =
  "This is a spreadsheet's own file (.xlsx, .xls, .ods) or another archive, not CSV: save it as CSV there, and send that.";

/** How files begin that are no CSV, by their first bytes, and what to do with them. */
const BYTES: readonly (readonly [mark: Buffer, sentence: string])[] = [
  // ZIP archives, which workbooks of Excel, LibreOffice and Numbers are; and files of Excel up to 2003.
  [Buffer.of(0x50, 0x4b, 0x03, 0x04), WORKBOOK],
  [Buffer.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), WORKBOOK],
  [Buffer.of(0x1f, 0x8b), "This is packed with gzip, and not said to be: unpack it, and send that."],
];

/** The same of texts. */
const TEXTS: readonly (readonly [beginning: RegExp, sentence: string])[] = [
  [/^%PDF-|^\{\\rtf/i, "This is a document, not CSV: save its table as CSV, and send that."],
  [
    /^<(?:!doctype|html|\?xml)/i,
    "This is a web page or XML, not CSV: it may be the page of a login, or a file that has to be saved as CSV.",
  ],
  [/^BEGIN:VCARD/i, "These are vCards, not CSV: export the address book as CSV, and send that."],
  [
    /^(?:\[\s*)?\{\s*["}]|^\[\s*\]/,
    "This is JSON, not CSV: send it as application/json or application/x-ndjson; npx onefold import tells by a name that ends in .json or .ndjson.",
  ],
];

/** Enough of a file to tell. */
export const OTHER_FILE_BYTES = 256;

/** What a file that is no CSV is, whatever it is called, by its first bytes: a sentence for who sent it. */
export function otherFile(beginning: Uint8Array): string | undefined {
  const bytes = BYTES.find(([mark]) => mark.equals(beginning.subarray(0, mark.length)));
  if (bytes) return bytes[1];
  const text = Buffer.from(beginning.subarray(0, OTHER_FILE_BYTES))
    .toString("utf8")
    .replace(/^[\ufeff\s]+/, "");
  return TEXTS.find(([mark]) => mark.test(text))?.[1];
}
