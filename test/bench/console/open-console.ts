import { setTimeout as delay } from "node:timers/promises";
import { ConsoleLinkAnswer } from "@onefold/contract";
import { chromium } from "playwright-core";
import type { Page, Request } from "playwright-core";
import { findChromium } from "../../support/find-chromium.ts";
import type { Service } from "../bulk/start-service.ts";

/** A request that an open page repeats, or a stream that it keeps open. */
export interface WatchedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isStream: boolean;
  readonly everyMs: number;
}

export interface OpenConsole extends AsyncDisposable {
  /** Loads a page anew, below `/console`, and gives the milliseconds until all it asked for was there. */
  visit(path: string): Promise<number>;
  /** Gives what a page asks for while it is open and nobody touches it. */
  watch(path: string, ms: number): Promise<WatchedRequest[]>;
}

/** Nothing more is coming where nothing was under way for so long. */
const QUIET_MS = 400;
const LONGEST_MS = 30_000;

/** Opens the console in Chromium, signed in by a link of the team's key. */
export async function openConsole({ api, team }: Pick<Service, "api" | "team">): Promise<OpenConsole> {
  await using starting = new AsyncDisposableStack();
  const program = findChromium();
  if (!program) throw new Error("Chromium is missing: run node test/support/install-chromium.ts");
  const browser = starting.adopt(
    await chromium.launch({
      executablePath: program.command,
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
      env: Object.fromEntries(Object.entries({ ...process.env, ...program.env }).filter(isSet)),
    }),
    (each) => each.close(),
  );
  const baseURL = `http://127.0.0.1:${api.port}`;
  const answer = await fetch(`${baseURL}/api/console/links`, {
    method: "POST",
    headers: { authorization: `Bearer ${team.key}` },
  });
  const { data } = ConsoleLinkAnswer.parse(await answer.json());
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await page.goto(data.path);
  await page.getByRole("navigation", { name: "Pages" }).waitFor();
  const lifetime = starting.move();
  return {
    visit: (path) => visit(page, `/console${path}`),
    watch: (path, ms) => watch(page, `/console${path}`, ms),
    [Symbol.asyncDispose]: () => lifetime.disposeAsync(),
  };
}

async function visit(page: Page, path: string): Promise<number> {
  const underWay = new Set<Request>();
  let lastAt = performance.now();
  const begun = (request: Request) => {
    if (!isStream(request)) underWay.add(request);
  };
  const over = (request: Request) => {
    if (underWay.delete(request)) lastAt = performance.now();
  };
  page.on("request", begun).on("requestfinished", over).on("requestfailed", over);
  try {
    const startedAt = performance.now();
    await page.goto(path, { waitUntil: "commit" });
    await page.getByRole("heading", { level: 1 }).waitFor();
    lastAt = Math.max(lastAt, performance.now());
    while (underWay.size > 0 || performance.now() - lastAt < QUIET_MS) {
      if (performance.now() - startedAt > LONGEST_MS) throw new Error(`${path} is not loaded.`);
      await delay(20);
    }
    return lastAt - startedAt;
  } finally {
    page.off("request", begun).off("requestfinished", over).off("requestfailed", over);
  }
}

async function watch(page: Page, path: string, ms: number): Promise<WatchedRequest[]> {
  const streams = new Map<string, Request>();
  const keepStream = (request: Request) => {
    if (isStream(request)) streams.set(request.url(), request);
  };
  page.on("request", keepStream);
  await visit(page, path);
  page.off("request", keepStream);
  const repeated = new Map<string, Request[]>();
  const keep = (request: Request) => {
    if (!isStream(request)) repeated.set(request.url(), [...(repeated.get(request.url()) ?? []), request]);
  };
  page.on("request", keep);
  await delay(ms);
  page.off("request", keep);
  const all = [
    ...[...streams.values()].map((request) => ({ request, count: 1, stream: true })),
    ...[...repeated.values()].map((requests) => ({
      request: requests[0],
      count: requests.length,
      stream: false,
    })),
  ];
  return await Promise.all(
    all.flatMap(({ request, count, stream }) =>
      request
        ? [
            request.allHeaders().then((headers) => ({
              url: request.url(),
              headers,
              isStream: stream,
              everyMs: ms / count,
            })),
          ]
        : [],
    ),
  );
}

function isStream(request: Request): boolean {
  return request.resourceType() === "eventsource" || new URL(request.url()).pathname.endsWith("/events");
}

function isSet(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined;
}
