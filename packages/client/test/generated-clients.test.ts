import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";

const stack = useSharedStack();
const run = promisify(execFile);
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The strictest of what projects set. */
const COMPILER = {
  target: "es2024",
  lib: ["es2024", "dom", "dom.iterable"],
  module: "nodenext",
  strict: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  // openapi-fetch and the files of @hey-api/openapi-ts don't hold what the document's types do.
  skipLibCheck: true,
  types: ["node"],
};

/** How a client is generated into a folder, and its ten calls: as text, since they are types of what isn't there yet. */
const GENERATORS = {
  "openapi-typescript, used with openapi-fetch": {
    calls: "openapi-fetch.txt",
    generate: (document: string, folder: string) => [
      path("../node_modules/openapi-typescript/bin/cli.js"),
      document,
      "--output",
      `${folder}/openapi.ts`,
    ],
  },
  "@hey-api/openapi-ts": {
    calls: "hey-api.txt",
    generate: async (document: string, folder: string) => {
      const config = {
        input: document,
        output: { path: folder, clean: false, module: { extension: ".ts" } },
        logs: { file: false },
      };
      await writeFile(`${folder}/generate.config.mjs`, `export default ${JSON.stringify(config)};\n`);
      return [
        path("../node_modules/@hey-api/openapi-ts/bin/run.js"),
        "--file",
        `${folder}/generate.config.mjs`,
      ];
    },
  },
};

test.each(Object.entries(GENERATORS))(
  "a client by %s compiles, and its calls come to what their types say",
  async (_, { calls, generate }) => {
    const folder = await mkdtemp(join(tmpdir(), "onefold-generated-"));
    try {
      const document = `${folder}/openapi.json`;
      await writeFile(document, await (await fetch(`${stack().api.url}/openapi.json`)).text());
      await run(process.execPath, await generate(document, folder), { cwd: folder });
      await copyFile(path(`support/calls/${calls}`), `${folder}/calls.ts`);
      await writeFile(`${folder}/package.json`, '{ "type": "module" }');
      await symlink(path("../../../node_modules"), `${folder}/node_modules`);
      const files = { compilerOptions: COMPILER, files: ["calls.ts"] };
      await writeFile(`${folder}/tsconfig.json`, JSON.stringify(files));
      await run(process.execPath, [path("../../../node_modules/typescript/bin/tsc"), "-p", folder]).catch(
        ({ stdout }: { stdout: string }) => {
          throw new Error(`What was generated doesn't compile:\n${stdout}`);
        },
      );
      const { key } = await stack().newTeam();
      const { stdout } = await run(process.execPath, [`${folder}/calls.ts`, stack().api.url, key]);
      expect(JSON.parse(stdout)).toEqual({
        statuses: [201, 200, 201, 200, 200, 202, 200, 200, 200, 400],
        by: "email",
        role: "owner",
        code: "INVALID_EMAIL",
        jobTitle: "CTO",
        counts: 1,
        requestId: "string",
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
