import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** Writes each file compressed beside it, as well as it can be: once, and not at each request. */
export async function compressFiles(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  await Promise.all(
    names
      .filter((name) => /\.(?:css|html|js|svg)$/.test(name))
      .map(async (name) => {
        const file = join(folder, name);
        const content = await readFile(file);
        await Promise.all([
          writeFile(
            `${file}.br`,
            await brotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
          ),
          writeFile(`${file}.gz`, await zip(content, { level: 9 })),
        ]);
      }),
  );
}

const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)];
