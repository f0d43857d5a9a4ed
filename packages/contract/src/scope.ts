import { z } from "zod";

/**
 * What an API key may do: `ingest` posts contacts and companies and steers jobs, `read` reads, `admin` does
 * everything, those two included.
 */
export const Scope = z.enum(["ingest", "read", "admin"]).meta({ id: "Scope" });
export type Scope = z.infer<typeof Scope>;
