import { startProxy } from "../../prove/deployment/proxy.ts";

/**
 * Gives the URL of the same server as if it were further away.
 * @param ms each byte arrives so much later, in both directions; where it is 0, the URL stays as it is
 * @param owned the proxy's lifetime
 */
export async function throughDelay(url: string, ms: number, owned: AsyncDisposableStack): Promise<string> {
  if (ms === 0) return url;
  const far = new URL(url);
  const proxy = owned.use(await startProxy("the workers to Postgres", Number(far.port)));
  proxy.delay(ms);
  far.port = String(proxy.port);
  return far.href;
}
