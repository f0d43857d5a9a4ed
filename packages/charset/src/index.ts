export { canonicalCharset } from "./charsets.ts";
export { createDecoder, doubtfulBytes } from "./decoder.ts";
export type { Decoder } from "./decoder.ts";
export { gatherEvidence } from "./evidence.ts";
export type { Evidence, Gathering } from "./evidence.ts";
export { OTHER_FILE_BYTES, otherFile } from "./other-file.ts";
export { judge } from "./judge.ts";
export type { Judgement } from "./judge.ts";
export { markOf } from "./mark-of.ts";
