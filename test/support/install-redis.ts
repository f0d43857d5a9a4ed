import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { findRedisServer, REDIS_CACHE } from "./find-redis-server.ts";

/**
 * Run by `npm test` before the tests: sees to a redis-server. Where the machine has none, Debian's packages are
 * unpacked under node_modules, as any user: nothing is installed, so no service starts and nothing in /etc changes.
 */
try {
  if (!(await worksHere())) await unpackDebianRedis();
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `The tests need redis-server, which is missing and could not be had (${reason}): install it, or set ONEFOLD_REDIS_SERVER to one.\n`,
  );
  process.exitCode = 1;
}

async function worksHere(): Promise<boolean> {
  const redis = findRedisServer();
  if (redis === undefined) return false;
  const { code } = await run(redis.command, ["--version"], redis.env);
  if (code !== 0 && process.env["ONEFOLD_REDIS_SERVER"]) throw new Error("ONEFOLD_REDIS_SERVER doesn't run");
  return code === 0;
}

async function unpackDebianRedis(): Promise<void> {
  if (!existsSync("/usr/bin/apt-get") || !existsSync("/usr/bin/dpkg-deb"))
    throw new Error("this machine has no apt-get");
  process.stdout.write("redis-server is missing: unpacking Debian's into node_modules/.cache, once.\n");
  await rm(REDIS_CACHE, { recursive: true, force: true });
  const archives = join(REDIS_CACHE, "archives");
  for (const folder of ["lists/partial", "archives/partial"])
    await mkdir(join(REDIS_CACHE, folder), { recursive: true });
  await aptGet("update");
  await aptGet(
    "install",
    "--download-only",
    "--reinstall",
    "--no-install-recommends",
    "--yes",
    "redis-server",
  );
  await unpack(archives);
  await rm(archives, { recursive: true, force: true });
  await rm(join(REDIS_CACHE, "lists"), { recursive: true, force: true });
  if (!(await worksHere())) throw new Error("the unpacked one doesn't run");
}

/** With lists and a cache of our own, so that it needs no rights and changes nothing of the machine's. */
async function aptGet(...args: string[]): Promise<void> {
  const settings = {
    "Dir::State::lists": join(REDIS_CACHE, "lists"),
    "Dir::State::status": "/var/lib/dpkg/status",
    "Dir::Cache": REDIS_CACHE,
    "Dir::Cache::archives": join(REDIS_CACHE, "archives"),
    // Only the machine's own apt has to lock, or to step down from root.
    "Debug::NoLocking": "true",
    "APT::Sandbox::User": userInfo().username,
    "APT::Update::Error-Mode": "any",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  const { code, output } = await run("apt-get", [...options, "--quiet=2", ...args]);
  if (code !== 0) throw new Error(`apt-get ${args[0]}: ${firstError(output)}`);
}

/** Unpacks aside and renames, so that a half one is never found. */
async function unpack(archives: string): Promise<void> {
  const aside = join(REDIS_CACHE, "root.new");
  const packages = (await readdir(archives)).filter((file) => file.endsWith(".deb"));
  if (packages.length === 0) throw new Error("apt-get downloaded nothing");
  for (const file of packages) {
    const { code, output } = await run("dpkg-deb", ["--extract", join(archives, file), aside]);
    if (code !== 0) throw new Error(`${file} can't be unpacked: ${firstError(output)}`);
  }
  await rename(aside, join(REDIS_CACHE, "root"));
}

async function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; output: string }> {
  const child = spawn(command, args, {
    env: { ...process.env, LC_ALL: "C", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.once("close", resolve);
  child.once("error", (error) => {
    output += error.message;
    resolve(null);
  });
  return { code: await promise, output };
}

function firstError(output: string): string {
  const lines = output.trim().split("\n");
  return (lines.find((line) => /^(E:|dpkg)/.test(line)) ?? lines.at(-1) ?? "no output").trim();
}
