import { defineConfig } from "vite";

/** The API that a developer's page asks: `npm exec -- vite apps/console` serves the sources beside a running `npm start`. */
const API = process.env["ONEFOLD_URL"] ?? "http://127.0.0.1:3000";

export default defineConfig({
  root: import.meta.dirname,
  base: "/console/",
  logLevel: "warn",
  // Built by the tests it is what `npm start` serves afterwards: without it, NODE_ENV=test would write this folder's path into it.
  oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
  build: {
    target: "es2022",
    // Else a small file would become a data: URL, which the page's policy refuses.
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    proxy: Object.fromEntries(
      ["/api", "/readyz", "/metrics", "/openapi.json", "/docs", "/console/sign-in"].map((path) => [
        path,
        // A GET of the page to sign in is the page's.
        {
          target: API,
          bypass: (request) =>
            request.method === "GET" && path === "/console/sign-in" ? request.url : undefined,
        },
      ]),
    ),
  },
});
