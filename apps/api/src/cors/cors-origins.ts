import { envVariable } from "@onefold/process";
import { z } from "zod";

/** The pages that may call the API: their origins, or all of them. */
export type CorsOrigins = readonly string[] | "*";

/** None by default: a key is then of no use in a browser, where whoever opens the page can read it. */
export const corsOriginsVariable = envVariable(
  "Pages that may call the API from browsers, by their origins; `*` for all. None by default. A key that a page has is everybody's who opens it: give it the scope `ingest` alone.",
  z
    .string()
    .default("")
    .transform((text, context): CorsOrigins => {
      const origins = text.split(",").flatMap((each) => (each.trim() === "" ? [] : [each.trim()]));
      if (origins.length === 1 && origins[0] === "*") return "*";
      for (const origin of origins)
        if (!isOrigin(origin)) context.addIssue({ code: "custom", message: "no origin" });
      return origins;
    }),
  "origins with commas between them, as browsers send them (https://app.example.com), or *",
);

/** Exactly as a browser writes it: no path, no slash at its end, no port that the scheme has anyway, no pattern. */
function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text && !text.includes("*");
}
