import { UploadPreview } from "@onefold/contract";
import { ApiRefusal } from "../api/api-refusal.ts";
import { withClient } from "../api/client-of.ts";
import type { Api } from "../api/find-api.ts";
import { CliError } from "../cli-error.ts";
import { ask, readYes } from "../output/ask.ts";
import type { Terminal } from "../output/ask.ts";
import { readBeginning } from "./judge-charset.ts";
import type { Source } from "./open-source.ts";
import { columnsWithoutPlace, describeColumns } from "./show-columns.ts";
import type { UploadOptions, UploadRequest } from "./upload-options.ts";

interface Asked {
  readonly source: Source;
  readonly request: UploadRequest;
  readonly options: Pick<UploadOptions, "ignoreUnknownColumns">;
}

/** As much as the service looks for a header in. */
const BEGINNING_BYTES = 64 * 1024;

/**
 * Shows which column of a CSV becomes which field, with its first row, before anything is sent; and asks whether to go
 * on where columns have no place. What can be read only once isn't looked at, and a service that doesn't answer now is
 * left to the upload, which tries again.
 * @returns whether columns without a place are to be left out, as the person said
 * @throws CliError where the person doesn't agree, ApiRefusal where the service refuses the header
 */
export async function agreeOnColumns(
  api: Api,
  { source, request, options }: Asked,
  { terminal, say, signal }: Asking,
): Promise<boolean> {
  if (!request.isCsv || source.size === undefined) return false;
  const preview = await readPreview(
    api,
    request,
    await readBeginning(source, request, BEGINNING_BYTES),
    signal,
  );
  if (!preview) return false;
  say(describeColumns(preview));
  const left = columnsWithoutPlace(preview);
  if (left.length === 0 || options.ignoreUnknownColumns === true || !terminal) return false;
  const agreed = await ask(
    terminal,
    {
      text: "",
      prompt: `Import without ${left.length === 1 ? "that column" : `those ${left.length} columns`}? [y/N] `,
    },
    readYes,
    signal,
  );
  if (agreed) return true;
  throw new CliError(
    "Nothing was imported. Say what a column is with --map 'Header=field', or leave it out with --map 'Header='.",
  );
}

interface Asking {
  readonly terminal: Terminal | undefined;
  say(text: string): void;
  readonly signal: AbortSignal;
}

/** Undefined where the service takes nothing now. */
async function readPreview(
  api: Api,
  { path, query, headers }: UploadRequest,
  beginning: Buffer,
  signal: AbortSignal,
): Promise<UploadPreview | undefined> {
  try {
    const asked = new URLSearchParams(query);
    const answer = await withClient(api, signal, (client) =>
      client.request(`${path}/preview`, {
        method: "POST",
        query: Object.fromEntries([...asked.keys()].map((name) => [name, asked.getAll(name)])),
        raw: { body: new Uint8Array(beginning), contentType: headers["Content-Type"] ?? "text/csv" },
      }),
    );
    return UploadPreview.parse(answer);
  } catch (error) {
    if (error instanceof ApiRefusal && error.isPassing) return undefined;
    throw error;
  }
}
