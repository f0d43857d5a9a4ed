import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

interface Said {
  readonly url: string;
  readonly pid: number;
  readonly home: string;
  readonly recovered: boolean;
  readonly code?: string;
  readonly message?: string;
}

export interface Holder extends AsyncDisposable {
  readonly pid: number;
  readonly said: Said;
  /** Ends it as a crash would: its Postgres goes on. */
  kill(): Promise<void>;
}

/** Starts test/support/hold.ts on a folder and waits for what it says. */
export async function startHolder(dataDir: string): Promise<Holder> {
  const script = fileURLToPath(new URL("hold.ts", import.meta.url));
  const child = spawn(process.execPath, [script, dataDir], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const [line]: string[] = await once(createInterface(child.stdout), "line");
  return {
    pid: child.pid ?? 0,
    said: JSON.parse(line ?? "{}"),
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await exited;
    },
  };
}
