/** How ZIP archives begin, which workbooks of Excel, LibreOffice and Numbers are; and files of Excel up to 2003. */
const BEGINNINGS = [
  Buffer.of(0x50, 0x4b, 0x03, 0x04),
  Buffer.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1),
];

/** Whether a file is a spreadsheet's own, or another archive, and so no text, whatever it is called. */
export function isWorkbook(beginning: Uint8Array): boolean {
  return BEGINNINGS.some((mark) => mark.equals(beginning.subarray(0, mark.length)));
}
