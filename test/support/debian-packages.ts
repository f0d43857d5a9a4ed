import { spawn } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { userInfo } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** A program to test with. */
export interface Program {
  readonly command: string;
  /** To be added to its environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** Gives the first of these programs that the machine has. */
export function findInPath(names: readonly string[]): Program | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const command = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  return command === undefined ? undefined : { command, env: {} };
}

/** Gives a program of the packages that were unpacked to this folder, with their libraries. */
export function findUnpacked(cache: string, path: string): Program | undefined {
  const command = join(cache, "root", path);
  return existsSync(command) ? { command, env: { LD_LIBRARY_PATH: libraryPath(cache) } } : undefined;
}

/**
 * Debian puts libraries into a folder per architecture. A library that only its own package uses, as libpulse's common one,
 * is in a folder below, which the others find by an absolute path: not by where they were unpacked.
 */
function libraryPath(cache: string): string {
  const triplets: Partial<Record<NodeJS.Architecture, string>> = {
    x64: "x86_64-linux-gnu",
    arm64: "aarch64-linux-gnu",
  };
  const triplet = triplets[process.arch] ?? "";
  const folders = [join("usr/lib", triplet), join("lib", triplet)].map((path) => join(cache, "root", path));
  const below = folders.flatMap((folder) => globSync(join(folder, "*/lib*.so*")).map(dirname));
  return [...folders, ...new Set(below)].join(":");
}

/** Says whether a program starts: it prints its version. */
export async function prints(program: Program | undefined, ...args: string[]): Promise<boolean> {
  return program !== undefined && (await run(program.command, args, program.env)).code === 0;
}

/**
 * Unpacks Debian's packages, with what they need and the machine lacks, under a folder of ours, as any user: nothing is
 * installed, so no service starts and nothing in /etc changes.
 */
export async function unpackDebian(cache: string, packages: readonly string[]): Promise<void> {
  if (!existsSync("/usr/bin/apt-get") || !existsSync("/usr/bin/dpkg-deb"))
    throw new Error("this machine has no apt-get");
  process.stdout.write(`${packages[0]} is missing: unpacking Debian's into node_modules/.cache, once.\n`);
  await rm(cache, { recursive: true, force: true });
  for (const folder of ["lists/partial", "archives/partial"])
    await mkdir(join(cache, folder), { recursive: true });
  await aptGet(cache, "update");
  const install = ["--download-only", "--reinstall", "--no-install-recommends", "--yes"];
  await aptGet(cache, "install", ...install, ...packages);
  await unpack(cache);
  for (const folder of ["archives", "lists"]) await rm(join(cache, folder), { recursive: true, force: true });
}

/** With lists and a cache of our own, so that it needs no rights and changes nothing of the machine's. */
async function aptGet(cache: string, ...args: string[]): Promise<void> {
  const settings = {
    "Dir::State::lists": join(cache, "lists"),
    "Dir::State::status": "/var/lib/dpkg/status",
    "Dir::Cache": cache,
    "Dir::Cache::archives": join(cache, "archives"),
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
async function unpack(cache: string): Promise<void> {
  const archives = join(cache, "archives");
  const aside = join(cache, "root.new");
  const files = (await readdir(archives)).filter((file) => file.endsWith(".deb"));
  if (files.length === 0) throw new Error("apt-get downloaded nothing");
  for (const file of files) {
    const { code, output } = await run("dpkg-deb", ["--extract", join(archives, file), aside]);
    if (code !== 0) throw new Error(`${file} can't be unpacked: ${firstError(output)}`);
  }
  await rename(aside, join(cache, "root"));
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
