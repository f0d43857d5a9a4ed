import { globSync, readFileSync } from "node:fs";
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { useStack } from "../../../test/e2e/support/on-each-backend.ts";
import { useConsole } from "./support/browser.ts";

const stack = useStack({ worker: false });
const console = useConsole(stack);

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${stack().api.url}${path}`, { headers, redirect: "manual" });

test("the first page is small, and all of it comes from the service", async () => {
  const page = await console.visit("/console");
  await page.getByRole("heading", { name: "Sign in to Onefold" }).waitFor();
  const signIn = await bytesOf(page);
  expect(signIn).toBeLessThan(80_000);
  const overview = await console.open(await stack().newTeam());
  await overview.getByRole("heading", { name: "Queue" }).waitFor();
  expect(await bytesOf(overview)).toBeLessThan(100_000);

  async function bytesOf(of: typeof page): Promise<number> {
    const sizes = await of.evaluate(
      "performance.getEntries().flatMap(({ encodedBodySize = 0 }) => encodedBodySize)",
    );
    return (Array.isArray(sizes) ? sizes : []).reduce<number>((sum, size) => sum + Number(size), 0);
  }
});

test("the page runs nothing but the service's own scripts, in nobody's frame", async () => {
  for (const path of ["/console", "/console/", "/console/jobs/job_1", "/console/sign-in"]) {
    const answer = await get(path);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; /);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(answer.headers.get("cache-control")).toBe("no-cache");
    const html = await answer.text();
    expect(html).not.toMatch(/https?:|src="\/\/|<style|\son\w+=|\sstyle=|javascript:/i);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/i);
  }
});

test("files are sent compressed to who takes that, are kept for ever, and nothing else is there", async () => {
  const html = await (await get("/console")).text();
  const [path = ""] = /\/console\/assets\/[\w-]+\.js/.exec(html) ?? [];
  const plain = await raw(path, {});
  expect(plain.headers["content-encoding"]).toBeUndefined();
  for (const [accepted, encoding, decompress] of [
    ["gzip, deflate, br", "br", brotliDecompressSync],
    ["gzip;q=0.5, br;q=0", "gzip", gunzipSync],
  ] as const) {
    const sent = await raw(path, { "accept-encoding": accepted });
    expect(sent.headers["content-encoding"]).toBe(encoding);
    expect(sent.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(sent.headers.vary).toBe("Accept-Encoding");
    expect(decompress(sent.body).equals(plain.body)).toBe(true);
    const again = await raw(path, {
      "accept-encoding": accepted,
      "if-none-match": String(sent.headers.etag),
    });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  }
  for (const name of ["assets/other.js", "assets/../index.html.br", "assets/..%2f..%2fpackage.json"])
    expect((await get(`/console/${name}`)).headers.get("content-type"), name).not.toContain("javascript");
  expect((await get("/console/assets/other.js")).status).toBe(404);
  expect(await (await get("/console/sources.sha256")).text()).toBe(html);
});

test("a browser that opens the service's address comes to the console, a program to what it was told before", async () => {
  const browser = await get("/", { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" });
  expect([browser.status, browser.headers.get("location")]).toEqual([302, "/console"]);
  expect(await (await get("/")).json()).toMatchObject({
    service: "onefold",
    docs: "/docs",
    console: "/console",
  });
});

/** As it comes: fetch would decompress it. */
async function raw(path: string, headers: Record<string, string>) {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request(`${stack().api.url}${path}`, { headers }, resolve).once("error", reject).end();
  const answer = await promise;
  return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) };
}

test("what is built says nothing of the machine that built it, also where a test did", () => {
  const assets = join(import.meta.dirname, "../dist/assets");
  const scripts = globSync("*.js", { cwd: assets });
  expect(scripts.length).toBeGreaterThan(10);
  const root = join(import.meta.dirname, "..");
  expect(scripts.filter((name) => readFileSync(join(assets, name), "utf8").includes(root))).toEqual([]);
});
