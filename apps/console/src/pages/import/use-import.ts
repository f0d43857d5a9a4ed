import type { BatchAcceptedAnswer, Job, UploadPreview } from "@onefold/client/types";
import { keepPreviousData, useQuery } from "@tanstack/preact-query";
import { useEffect, useMemo, useState } from "preact/hooks";
import { beginningOf } from "./beginning-of.ts";
import { formatOf, mapOf } from "./file-format.ts";
import { newKey, sendFile } from "./send-file.ts";

/** How much of the file is looked at for the preview. The API takes twice that. */
const HEAD_BYTES = 128 * 1_024;

/** What the rows of a file are. */
export type Entity = NonNullable<Job["entity"]>;

/** What somebody chose about the file. */
export interface Choices {
  readonly entity: Entity;
  readonly charset: string | undefined;
  /** The field of each column that is not to be read as it was understood; empty: left out. */
  readonly fields: Readonly<Record<string, string>>;
  readonly onConflict: string | undefined;
  /** Whether companies that contacts name and that aren't there are made. */
  readonly createCompanies: boolean;
  readonly source: string;
}

const FIRST: Choices = {
  entity: "contact",
  charset: undefined,
  fields: {},
  onConflict: undefined,
  createCompanies: false,
  source: "",
};
/** What can be made with rows of an entity: the option that asks for it, and the field that a column can have then. */
export const MADE_WITH: Readonly<
  Partial<Record<Entity, { readonly option: string; readonly field: string }>>
> = {
  contact: { option: "createCompanies", field: "companyName" },
};

const PATHS = { contact: "/api/contacts/batch", company: "/api/companies/batch" } as const;

/** What was seen of the beginning of a file; nothing where the browser can't unpack it. */
interface Looked {
  readonly preview?: UploadPreview;
}

/** A file, what was chosen about it, how it is read by that, and what sends it. */
export function useImport(file: File) {
  const [choices, setChoices] = useState(FIRST);
  const [share, setShare] = useState<number>();
  const format = formatOf(file.name);
  const { entity, charset } = choices;
  const reading = readingOf(choices, format.type.startsWith("text/"));
  const query = new URLSearchParams([...reading, ...handlingOf(choices)]);
  // The same file with the same choices is one import, however often it is sent.
  const idempotencyKey = useMemo(newKey, [file, entity, charset, query.toString()]);
  const [stay] = useState(() => new AbortController());
  // Whoever takes another file, or another page, sends this one no further.
  useEffect(() => () => stay.abort(), [stay]);
  const { data: looked, error: refusal } = useQuery({
    queryKey: ["preview", file.name, file.size, file.lastModified, entity, charset, reading.toString()],
    queryFn: async ({ signal }): Promise<Looked> => {
      const beginning = await beginningOf(file, format.isGzip, HEAD_BYTES);
      if (!beginning) return {};
      const preview = await sendFile<UploadPreview>(`${PATHS[entity]}/preview`, beginning, {
        format: { ...format, isGzip: false },
        charset,
        query: reading,
        signal,
      });
      return { preview };
    },
    enabled: format.isPreviewed,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 0,
  });

  async function send(isDryRun: boolean): Promise<BatchAcceptedAnswer> {
    const sent = new URLSearchParams(query);
    if (isDryRun) sent.set("dryRun", "true");
    setShare(0);
    try {
      return await sendFile<BatchAcceptedAnswer>(PATHS[entity], file, {
        format,
        charset,
        query: sent,
        signal: stay.signal,
        ...(!isDryRun && { idempotencyKey }),
        onProgress: setShare,
      });
    } finally {
      setShare(undefined);
    }
  }

  return {
    choices,
    choose: (some: Partial<Choices>) => setChoices((before) => ({ ...before, ...some })),
    /** Whether it can be said how the file is read, before it is sent. */
    isPreviewed: format.isPreviewed && !(looked && !looked.preview),
    preview: looked?.preview,
    /** Why the file can't be read. */
    refusal,
    send,
    /** How much of it is sent, while it is being sent. */
    share,
  };
}

/** What becomes of the rows. The preview is the same whatever it is. */
function handlingOf({ onConflict, source }: Choices): URLSearchParams {
  const query = new URLSearchParams();
  if (onConflict !== undefined) query.set("onConflict", onConflict);
  if (source.trim() !== "") query.set("source", source.trim());
  return query;
}

/** How the file is read. */
function readingOf({ entity, createCompanies, fields }: Choices, isCsv: boolean): URLSearchParams {
  const query = new URLSearchParams();
  const { option } = MADE_WITH[entity] ?? {};
  if (option !== undefined && createCompanies) query.set(option, "true");
  if (!isCsv) return query;
  query.set("ignoreUnknownColumns", "true");
  for (const pair of mapOf(fields)) query.append("map", pair);
  return query;
}
