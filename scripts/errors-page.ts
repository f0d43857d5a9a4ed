import { ERROR_MEANINGS, ErrorCode, REJECTION_MEANINGS, WARNING_MEANINGS } from "@onefold/contract";
import { httpStatus } from "../apps/api/src/errors/http-status.ts";

/** docs/errors.md: the closed lists of codes, from packages/contract/src/codes.ts. */
export function errorsPage(): string {
  const statuses = [...new Set(ErrorCode.options.map(httpStatus))].toSorted((a, b) => a - b);
  return `# Errors

<!-- Written by scripts/write-pages.ts from packages/contract/src/codes.ts: change that file, then run it. -->

An answer that isn't 2xx has this body. \`details\` lists all problems of a body at once; the first one gives the
code. \`message\` stands twice because lemlist's clients read the outer one.

\`\`\`json
{
  "success": false,
  "error": {
    "code": "INVALID_EMAIL",
    "message": "email must be an e-mail address.",
    "details": [{ "path": "email", "code": "INVALID_EMAIL", "message": "email must be an e-mail address." }]
  },
  "message": "email must be an e-mail address."
}
\`\`\`

The lists of codes are closed: a client can switch on them. Every answer carries \`X-Request-Id\`; a 5xx says nothing
of the inside, and the log has the rest under that id. The running service shows which codes each route answers, with
an example of each, at \`/docs\`.

A request that reaches no route is answered alike: one that isn't HTTP, whose head is past 16 KiB, that takes too long to
arrive or whose address can't be read, by 400, 408, 413 or 431 with \`INVALID_REQUEST\`; one past the connections that
the server takes, or whose key can't be looked up now, by 503; and a path or a method that isn't there by 404, by 405, or by 501
where lemlist has it.

${statuses.map(errorsOf).join("\n\n")}

## Warnings

The request was applied, except for this. \`warnings\` of an answer lists them; \`notes\` of a job says how many rows have each,
and \`GET /api/jobs/{id}/results?note=…\` finds them.

${table("code", "meaning", Object.entries(WARNING_MEANINGS))}

## Rejected values

The request was applied, but one of its values was not. \`fieldRejections\` of an answer lists them, each with a reason.
A job tells them as it tells warnings: by their reason.

${table("reason", "meaning", Object.entries(REJECTION_MEANINGS))}
`;
}

function errorsOf(status: number): string {
  const codes = ErrorCode.options.filter((code) => httpStatus(code) === status);
  const rows = codes.map((code) => {
    const { meaning, fix } = ERROR_MEANINGS[code];
    return `| \`${code}\` | ${meaning} | ${fix} |`;
  });
  return `## ${status}\n\n| code | meaning | what to do |\n|---|---|---|\n${rows.join("\n")}`;
}

function table(first: string, second: string, rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return `| ${first} | ${second} |\n|---|---|\n${lines.join("\n")}`;
}
