import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Options } from "../options.ts";
import { plotConnections } from "./plot-connections.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { renderText } from "./render-text.ts";
import type { Report } from "./report.ts";

/** Prints it, and writes the files that were asked for. */
export async function writeReport(
  report: Report,
  { json, markdown, svg }: Pick<Options, "json" | "markdown" | "svg">,
): Promise<void> {
  process.stdout.write(renderText(report));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report, undefined, 2)}\n`);
  if (markdown !== undefined) await writeFile(markdown, renderMarkdown(report));
  if (svg === undefined) return;
  await mkdir(svg, { recursive: true });
  for (const [name, drawing] of plotConnections(report)) await writeFile(join(svg, `${name}.svg`), drawing);
}
