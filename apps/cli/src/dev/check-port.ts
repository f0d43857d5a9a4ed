import { once } from "node:events";
import { createServer } from "node:net";
import { CliError } from "../cli-error.ts";

/**
 * Checks that the API will be able to listen there, before anything is started for it.
 * @throws CliError
 */
export async function checkPort(host: string, port: number): Promise<void> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (cause) {
    throw new CliError(explain(cause, host, port), { cause });
  }
  server.close();
  await once(server, "close");
}

function explain(cause: unknown, host: string, port: number): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "EADDRINUSE") {
    return `Port ${port} on ${host} is in use by another program: set PORT to a free one, as in PORT=${port + 1} npm start.`;
  }
  if (code === "EACCES") return `Port ${port} may not be used without more rights: set PORT above 1023.`;
  return `${host} can't be listened on: set HOST to an address of this machine.`;
}
