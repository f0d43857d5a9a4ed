import iconv from "iconv-lite";

/** A charset that is looked for where nobody says which it is. */
export interface Charset {
  /** As a Content-Type has it. */
  readonly name: string;
  /** As the detector has it. */
  readonly detector: string;
  /** Few files are written in it: where its text is about as likely as another's, it isn't meant. */
  readonly isRare?: boolean;
  /** A file in it has letters of a script of its own. */
  readonly script?: RegExp;
  /** Of several bytes a letter: a word is read by itself, so that none takes a line end for a part of it. */
  readonly isEast?: boolean;
}

/** By how often files of contacts are written in them: where several read the same text, the first is named. */
export const CHARSETS: readonly Charset[] = [
  { name: "windows-1252", detector: "Windows-1252" },
  { name: "windows-1250", detector: "Windows-1250" },
  { name: "windows-1251", detector: "Windows-1251", script: /\p{Script=Cyrillic}/u },
  { name: "windows-1254", detector: "Windows-1254" },
  { name: "windows-1253", detector: "Windows-1253", script: /\p{Script=Greek}/u },
  { name: "windows-1257", detector: "Windows-1257", isRare: true },
  { name: "windows-1255", detector: "Windows-1255", script: /\p{Script=Hebrew}/u },
  { name: "windows-1256", detector: "Windows-1256", script: /\p{Script=Arabic}/u },
  { name: "macintosh", detector: "MacRoman" },
  { name: "ibm850", detector: "cp850" },
  { name: "iso-8859-2", detector: "ISO-8859-2", isRare: true },
  { name: "iso-8859-15", detector: "iso8859-15", isRare: true },
  { name: "koi8-r", detector: "KOI8-R", script: /\p{Script=Cyrillic}/u },
  { name: "shift_jis", detector: "CP932", isEast: true },
  { name: "euc-jp", detector: "EUC-JP", isEast: true },
  { name: "gb18030", detector: "GB18030", isEast: true },
  { name: "big5", detector: "Big5", isEast: true },
  { name: "euc-kr", detector: "CP949", isEast: true },
  { name: "windows-874", detector: "CP874", script: /\p{Script=Thai}/u },
];

/**
 * Those for which a file of another country is mistaken again and again. That a file is in one of the others is told
 * only where its letters say so.
 */
export const OFTEN_MISTAKEN: ReadonlySet<string> = new Set(["windows-1252", "windows-1250", "windows-1254"]);

/** What people and programs write that browsers don't know. */
const ALIASES: Readonly<Record<string, string>> = {
  mac: "macintosh",
  macroman: "macintosh",
  "mac-roman": "macintosh",
  cp932: "shift_jis",
  cp936: "gbk",
  cp949: "euc-kr",
  cp950: "big5",
};

/** The one name of a charset, by a label as browsers, spreadsheets or DOS have it; undefined for an unknown one. */
export function canonicalCharset(label: string): string | undefined {
  const given = label.trim().toLowerCase();
  const code = /^(?:cp|ibm|ms|dos|win|windows|ccsid)?[-_ ]?(\d{3,5})$/.exec(given)?.[1];
  for (const name of [given, ALIASES[given], ALIASES[`cp${code}`], `windows-${code}`, `ibm${code}`]) {
    const known = name === undefined ? undefined : whatwgName(name);
    if (known !== undefined) return known;
  }
  return code !== undefined && iconv.encodingExists(`ibm${code}`) ? `ibm${code}` : undefined;
}

function whatwgName(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}
