import { styleText } from "node:util";
import { quoteForShell } from "../output/quote-for-shell.ts";

export interface StartScreen {
  readonly baseUrl: string;
  /** It signs in once, within minutes, so it may be in a log. */
  readonly consoleUrl: string;
  /** The key. It is set only if a terminal shows it: elsewhere it would stay in a log. */
  readonly key: string | undefined;
  /** The file that has the key, which only its owner can read. */
  readonly keyFile: string;
  /** Where the records are, and whatever else there is to say of them, in lines. */
  readonly data: readonly string[];
  readonly queue: string | undefined;
}

/** Writes what a newcomer needs to begin with. */
export function startScreen({ baseUrl, consoleUrl, key, keyFile, data, queue }: StartScreen): string {
  const strong = (text: string) => styleText("bold", text);
  const faint = (text: string) => styleText("dim", text);
  const user = key === undefined ? `":$(cat ${quoteForShell(keyFile)})"` : quoteForShell(`:${key}`);
  const contacts = `curl -u ${user} ${baseUrl}/api/contacts -H 'Content-Type: application/json'`;
  return `
  ${strong("Onefold is ready.")}

  Console    ${strong(consoleUrl)}
             ${faint("(signs in once, within 10 minutes; npx onefold console prints another)")}
  Base URL   ${strong(baseUrl)}
  API key    ${key === undefined ? `in the file ${keyFile}` : strong(key)}
  Reference  ${baseUrl}/docs

  Post a contact. Post it again with other fields: it stays one record.

    ${contacts} \\
      -d '{"email":"jane@example.com","firstName":"Jane"}'

  Or take a job and poll it, with the id that the first answer gives.

    ${contacts} \\
      -H 'Prefer: respond-async' -d '{"email":"jane@example.com","jobTitle":"CTO"}'
    curl -u ${user} '${baseUrl}/api/jobs/<id>?wait=10'

  Data       ${data.join(`\n             `)}${queue === undefined ? "" : `\n  Queue      ${queue}`}
  Keys etc.  npx onefold --help ${faint("(in another terminal)")}
  Stop       Ctrl-C ${faint("(what was accepted is kept)")}

`;
}
