import { execFile, spawnSync } from "node:child_process";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { useStack } from "./support/on-each-backend.ts";

/** Plain fetch: the page isn't JSON, nor a part of the OpenAPI document. */
const stack = useStack();
const run = promisify(execFile);

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${stack().api.url}${path}`, { headers });

const TYPES: Readonly<Record<string, RegExp>> = {
  js: /^text\/javascript/,
  css: /^text\/css/,
  svg: /^image\/svg\+xml$/,
  json: /^application\/json$/,
};

test.each(["/docs", "/docs/"])("the page is at %s without a key, and runs nothing inline", async (path) => {
  const page = await get(path);
  expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  const html = await page.text();
  expect(html).toContain('<script src="');
  expect(html).not.toMatch(/https?:|src="\/\/|href="\/\/|<style|\son\w+=|\sstyle=|javascript:/i);
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/i);
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/^default-src 'self';/);
  expect(policy).not.toMatch(/script-src|style-src|connect-src|unsafe|https?:|\*/);
  expect(page.headers.get("x-content-type-options")).toBe("nosniff");
});

test("all that the page loads is served here, with its type", async () => {
  const html = await (await get("/docs")).text();
  const start = await (await get("/docs/start.js")).text();
  const named = [...html.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g), ...start.matchAll(/url: "([^"]+)"/g)];
  const paths = named.map((match) => match[1] ?? "");
  expect(paths).toEqual(
    expect.arrayContaining(["/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js", "/openapi.json"]),
  );
  for (const path of paths) {
    const file = await get(path);
    expect([path, file.status]).toEqual([path, 200]);
    expect(file.headers.get("content-type"), path).toMatch(TYPES[path.split(".").at(-1) ?? ""] ?? /$^/);
    expect((await file.bytes()).length, path).toBeGreaterThan(100);
  }
  expect(start).not.toMatch(/https?:/);
  // A key stays in the page: nothing is kept, and what was kept once is removed.
  expect(start).toMatch(/^localStorage\.removeItem\("authorized"\);/m);
  expect(start).toContain("persistAuthorization: false");
  const css = await (await get("/docs/swagger-ui.css")).text();
  const loaded = [...css.matchAll(/@import|url\(\s*["']?([^"')]{5})/g)].map((match) => match[1]);
  expect(new Set(loaded)).toEqual(new Set(["data:"]));
});

const PROGRAMS = {
  curl: ["bash", "-c"],
  typescript: [process.execPath, "--input-type=module-typescript", "-e"],
  python: ["python3", "-c"],
} as const;

describe.each(["curl", "typescript", "python"] as const)("the first request in %s", (language) => {
  const [program, ...options] = PROGRAMS[language];
  const isThere = spawnSync(language === "curl" ? "curl" : program, ["--version"]).status === 0;

  test.runIf(isThere)("is made as it is shown", async () => {
    const team = await stack().newTeam();
    const html = await (await get("/docs")).text();
    const [, example = ""] =
      new RegExp(`id="example-${language}"[^>]*><code>([^]*?)</code>`).exec(html) ?? [];
    const shown = example.replaceAll("ORIGIN", stack().api.url);
    expect(shown).not.toMatch(/&|</);
    const env = { PATH: process.env["PATH"], ONEFOLD_API_KEY: team.key };
    const { stdout } = await run(program, [...options, shown], { env });
    expect(stdout).toMatch(/\bcreated\b/);
    expect((await team.readContact("jane@example.com")).fields).toMatchObject({ firstName: "Jane" });
  });
});

test("a browser that has a file isn't sent it again", async () => {
  for (const path of ["/docs", "/docs/swagger-ui-bundle.js"]) {
    const first = await get(path);
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]+"$/);
    expect(first.headers.get("cache-control")).toBe("no-cache");
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await get(path, { "If-None-Match": tag });
      expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
    }
    expect((await get(path, { "If-None-Match": '"other"' })).status).toBe(200);
    const head = await fetch(`${stack().api.url}${path}`, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([
      200,
      first.headers.get("content-length"),
    ]);
  }
});

test.each([
  "/docs/package.json",
  "/docs/index.html",
  "/docs/swagger-initializer.js",
  "/docs/swagger-ui-bundle.js.map",
  "/docs/../package.json",
  "/docs/..%2fpackage.json",
  "/docs/%2e%2e/%2e%2e/package.json",
  "/docs/..%5c..%5cpackage.json",
  "/docs/%2fetc%2fpasswd",
  "/docs//etc/passwd",
  "/docs/swagger-ui.css%00.js",
  "/docs/swagger-ui.css/",
  "/docs/constructor",
  "/docs/__proto__",
])("%s is not there", async (path) => {
  const answer = await asItIs(path);
  expect(answer.status).toBe(404);
  expect(answer.body).toContain('"NOT_FOUND"');
});

test("the page takes no other method", async () => {
  const answer = await fetch(`${stack().api.url}/docs`, { method: "POST" });
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "HEAD, GET"]);
});

/** fetch resolves the dots before it sends a path. */
async function asItIs(path: string): Promise<{ status: number | undefined; body: string }> {
  const { hostname, port } = new URL(stack().api.url);
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; body: string }>();
  request({ hostname, port, path }, (response) => {
    text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
  })
    .on("error", reject)
    .end();
  return promise;
}
