import { z } from "zod";

/**
 * What an API key may do. `ingest` posts single contacts and companies. `upload` posts whole files of them, which can
 * opt people out but not lift an opt-out. `clear` empties fields by what it posts. `identify` gives further e-mails and
 * URLs to records that are there. `read` reads everything but keys. `admin` does everything, including all of those.
 * Without `read` a key sees only what it gave.
 */
export const Scope = z.enum(["ingest", "upload", "clear", "identify", "read", "admin"]).meta({ id: "Scope" });
export type Scope = z.infer<typeof Scope>;
