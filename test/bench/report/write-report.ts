import { writeFile } from "node:fs/promises";
import type { Options } from "../options.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { renderText } from "./render-text.ts";
import type { Report } from "./report.ts";

/** Prints it, and writes the files that were asked for. */
export async function writeReport(
  report: Report,
  { json, markdown }: Pick<Options, "json" | "markdown">,
): Promise<void> {
  process.stdout.write(renderText(report));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report, undefined, 2)}\n`);
  if (markdown !== undefined) await writeFile(markdown, renderMarkdown(report));
}
