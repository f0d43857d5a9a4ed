import { useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { useMay } from "../../api/session.ts";
import { Button } from "../../parts/button.tsx";
import { TextField } from "../../parts/form.tsx";
import { count, percent } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Facts } from "../jobs/facts.tsx";
import { Choice } from "../jobs/filters.tsx";
import { DELIMITERS } from "../jobs/job-reading.tsx";
import { DryRun } from "./dry-run.tsx";
import { Mapping } from "./mapping.tsx";
import { MADE_WITH, useImport } from "./use-import.ts";

const CHARSETS = [
  "utf-8",
  "windows-1252",
  "windows-1250",
  "windows-1251",
  "iso-8859-15",
  "utf-16le",
  "macintosh",
];

/** One file on its way in. */
export function ImportFile({ file, onAnother }: { readonly file: File; onAnother(): void }) {
  const { choices, choose, isPreviewed, preview, refusal: unreadable, send, share } = useImport(file);
  const [, navigate] = useLocation();
  const may = useMay();
  // A dry run is of what was chosen then.
  const [tried, setTried] = useState<{ readonly jobId: string; readonly choices: typeof choices }>();
  const [refusal, setRefusal] = useState<unknown>();
  const csv = preview?.csv;
  const run = async (isDryRun: boolean) => {
    setRefusal(undefined);
    try {
      const { job } = await send(isDryRun);
      if (isDryRun) setTried({ jobId: job.id, choices });
      else navigate(`/jobs/${job.id}`);
    } catch (wrong) {
      setRefusal(wrong);
    }
  };
  const isTried = tried?.choices === choices;
  // A dry run tells of records.
  const canTry = may("read");
  return (
    <>
      <Panel
        title={file.name}
        aside={
          <Button kind="quiet" onClick={onAnother}>
            Another file
          </Button>
        }
      >
        <div class="stack">
          <div class="filters">
            <Choice
              label="Rows are"
              options={[
                ["contact", "contacts"],
                ["company", "companies"],
              ]}
              value={choices.entity}
              onChoose={(entity) =>
                choose({ entity: entity === "company" ? "company" : "contact", fields: {} })
              }
            />
            {isPreviewed && (
              <Choice
                label="Charset"
                none={csv && choices.charset === undefined ? `${csv.charset} (as found)` : "As found"}
                options={CHARSETS.map((name) => [name, name] as const)}
                value={choices.charset}
                onChoose={(charset) => choose({ charset })}
              />
            )}
            <Choice
              label="Clashes"
              none="As the team has it"
              options={["prefer", "strict", ...(may("admin") ? ["merge"] : [])]}
              value={choices.onConflict}
              onChoose={(onConflict) => choose({ onConflict })}
            />
            {MADE_WITH[choices.entity] && (
              <Choice
                label="Their companies"
                none="Link those that are here"
                options={[["create", "Make those that aren't"]]}
                value={choices.createCompanies ? "create" : undefined}
                onChoose={(choice) => choose({ createCompanies: choice === "create" })}
              />
            )}
            <TextField label="Source" value={choices.source} onInput={(source) => choose({ source })} />
          </div>
          <Facts
            facts={[
              ["Size", `${count(file.size)} bytes`],
              ["Delimiter", csv && DELIMITERS[csv.delimiter]],
              ["Columns", csv?.columns.length],
              ["Column names in line", csv?.headerLine],
              ["Charset might be", csv?.charsetOthers?.join(", ")],
            ]}
          />
          {unreadable && <Problem error={unreadable} />}
          {!isPreviewed && (
            <p class="soft">
              {canTry ? "The dry run says" : "Its job says, once it is imported,"} how this file is read.
            </p>
          )}
        </div>
      </Panel>
      {preview && (
        <Panel title="Columns" flush>
          <Mapping
            choices={choices}
            preview={preview}
            onField={(header, field) => choose({ fields: { ...choices.fields, [header]: field } })}
          />
        </Panel>
      )}
      <div class="row">
        {canTry && (
          <Button
            kind={isTried ? "plain" : "main"}
            disabled={unreadable !== null || share !== undefined}
            onClick={() => run(true)}
          >
            {isTried ? "Dry run again" : "Dry run"}
          </Button>
        )}
        {(isTried || !canTry) && (
          <Button
            kind="main"
            disabled={unreadable !== null || share !== undefined}
            onClick={() => run(false)}
          >
            Import
          </Button>
        )}
        {share !== undefined && <span role="status">{percent(share)} sent</span>}
      </div>
      {refusal !== undefined && <Problem error={refusal} />}
      {tried && isTried && <DryRun jobId={tried.jobId} />}
    </>
  );
}
