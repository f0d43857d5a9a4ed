import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ConsoleLinkAnswer } from "@onefold/contract";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { afterEach, beforeAll, expect } from "vitest";
import { z } from "zod";
import type { Client } from "../../../../test/e2e/support/client.ts";
import type { Stack } from "../../../../test/e2e/support/stack.ts";
import { findChromium } from "../../../../test/support/find-chromium.ts";
import { useUntilWorkerEnds } from "../../../../test/support/until-worker-ends.ts";

/** Kept out of the repository. */
const SCREENSHOTS = join(import.meta.dirname, "../../screenshots");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** All that axe knows, and what of it can be another in other colours. */
const RULES = {
  light: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  dark: ["color-contrast"],
};

interface PageOptions {
  /** Pixels; 1,280 by default. */
  readonly width?: number;
  readonly theme?: "light" | "dark";
}

export interface Console {
  /** A page of a browser of its own that is signed in, by a link of the team's key, at a path below `/console`. */
  open(team: Client, path?: string, options?: PageOptions): Promise<Page>;
  /** A page of a browser that nobody has signed in by, at any path of the service. */
  visit(path: string, options?: PageOptions): Promise<Page>;
}

let browser: Promise<Browser> | undefined;

/**
 * A browser for the tests of a file, and of the others in its process. After each test it is looked whether its pages stayed at the service, met the
 * policy of the page, and threw nothing.
 */
export function useConsole(stack: () => Stack): Console {
  let wrong: string[] = [];
  const opened: Page[] = [];

  // A test's own time isn't for this.
  beforeAll(() => started());
  afterEach(async ({ task }) => {
    const pages = opened.splice(0);
    if (task.result?.state === "fail")
      for (const [index, page] of pages.entries())
        await page
          .screenshot({ path: join(SCREENSHOTS, `failed-${index}.png`), fullPage: true })
          .catch(() => undefined);
    await Promise.all(pages.map((page) => page.context().close()));
    const found = wrong;
    wrong = [];
    expect(found).toEqual([]);
  });

  async function visit(path: string, { width = 1_280, theme = "light" }: PageOptions = {}): Promise<Page> {
    const baseURL = stack().api.url;
    const context = await (
      await started()
    ).newContext({
      baseURL,
      viewport: { width, height: 900 },
      colorScheme: theme,
      reducedMotion: "reduce",
      locale: "en-GB",
      timezoneId: "UTC",
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    opened.push(page);
    const { origin } = new URL(baseURL);
    page.on("request", (request) => {
      if (new URL(request.url()).origin !== origin) wrong.push(`asked for ${request.url()}`);
    });
    page.on("pageerror", (error) => wrong.push(`threw ${error.message}`));
    page.on("console", (message) => {
      // A refusal of the API is no fault of the page's.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        wrong.push(`wrote ${message.text()}`);
    });
    await page.goto(path);
    return page;
  }

  return {
    visit,
    async open(team, path = "/", options) {
      const { data } = ConsoleLinkAnswer.parse((await team.request("POST", "/api/console/links")).body);
      const page = await visit(data.path, options);
      await page.getByRole("navigation", { name: "Pages" }).waitFor();
      if (path !== "/") await page.goto(`/console${path}`);
      return page;
    },
  };
}

function started(): Promise<Browser> {
  return (browser ??= launch());
}

async function launch(): Promise<Browser> {
  const program = findChromium();
  if (!program) throw new Error("Chromium is missing: run node test/support/install-chromium.ts");
  const launched = await chromium.launch({
    executablePath: program.command,
    // The tests may be root's, whom Chromium gives no sandbox. Its pages are ours.
    args: [
      "--no-sandbox",
      "--disable-dev-shm-usage",
      "--disable-gpu",
      "--in-process-gpu",
      "--renderer-process-limit=1",
    ],
    env: { ...plainEnv(), ...program.env },
  });
  useUntilWorkerEnds({ [Symbol.asyncDispose]: () => launched.close() });
  return launched;
}

const Finding = z.object({
  id: z.string(),
  impact: z.string().nullish(),
  nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
});

/**
 * Looks at a page as it is now, in light and in dark: nothing keeps anybody from using it, and a screenshot of each is kept.
 * @param exclude selectors of what isn't ours
 */
export async function looksRight(page: Page, name: string, exclude: readonly string[] = []): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    mkdirSync(SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(SCREENSHOTS, `${name}-${theme}.png`), fullPage: true });
    expect(await findingsOf(page, RULES[theme], exclude), `${name} in ${theme}`).toEqual([]);
  }
}

/** What axe finds that is serious or worse: WCAG 2.2, A and AA. */
async function findingsOf(
  page: Page,
  runOnly: readonly string[],
  exclude: readonly string[],
): Promise<string[]> {
  // By the browser's own protocol: the page's policy lets no script in.
  const protocol = await page.context().newCDPSession(page);
  const evaluate = (expression: string) =>
    protocol.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
  await evaluate(AXE);
  const { result } = await evaluate(
    `axe.run(${JSON.stringify({ exclude })}, ${JSON.stringify({ runOnly })}).then(({ violations }) => violations)`,
  );
  return z
    .array(Finding)
    .parse(result.value)
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ""}`),
    );
}

/** The environment without what is unset, as Playwright takes it. */
function plainEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
