// Shows the document of this server. There is no validator, as that would be another host's. The page holds a key only
// while it is open; it removes what an earlier version kept in the browser.
localStorage.removeItem("authorized");

/** The console's choice, or the system's. */
const kept = localStorage.getItem("onefold-theme");
const system = matchMedia("(prefers-color-scheme: dark)");
function dress() {
  const root = document.documentElement;
  if (kept) root.dataset.theme = kept;
  root.classList.toggle("dark-mode", kept ? kept === "dark" : system.matches);
}
dress();
system.addEventListener("change", dress);

for (const example of document.querySelectorAll("[role=tabpanel] code"))
  example.textContent = example.textContent.replaceAll("ORIGIN", location.origin);

const tabs = [...document.querySelectorAll("[role=tab]")];
function choose(chosen) {
  for (const tab of tabs) {
    const isChosen = tab === chosen;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = !isChosen;
  }
  chosen.focus();
}
for (const [index, tab] of tabs.entries()) {
  tab.addEventListener("click", () => choose(tab));
  tab.addEventListener("keydown", ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step) choose(tabs.at((index + step) % tabs.length));
  });
}

/** What was sent, as a program would say it. */
function partsOf(request) {
  const headers = Object.fromEntries(request.get("headers")?.entries() ?? []);
  const body = request.get("body");
  const text = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
  return { method: request.get("method"), url: request.get("url"), headers, text };
}

const snippets = {
  fn: {
    requestSnippetGenerator_typescript: (request) => {
      const { method, url, headers, text } = partsOf(request);
      const options = [
        `  method: ${JSON.stringify(method)},`,
        `  headers: ${JSON.stringify(headers, null, 2).replaceAll("\n", "\n  ")},`,
        ...(text === undefined ? [] : [`  body: ${JSON.stringify(text)},`]),
      ];
      return [
        `const answer = await fetch(${JSON.stringify(url)}, {`,
        ...options,
        "});",
        "console.log(answer.status, await answer.text());",
      ].join("\n");
    },
    requestSnippetGenerator_python: (request) => {
      const { method, url, headers, text } = partsOf(request);
      // A text of JSON is one of Python too.
      return [
        "import urllib.request",
        "",
        "request = urllib.request.Request(",
        `    ${JSON.stringify(url)},`,
        `    method=${JSON.stringify(method)},`,
        `    headers=${JSON.stringify(headers, null, 4).replaceAll("\n", "\n    ")},`,
        ...(text === undefined ? [] : [`    data=${JSON.stringify(text)}.encode(),`]),
        ")",
        "with urllib.request.urlopen(request) as answer:",
        "    print(answer.status, answer.read().decode())",
      ].join("\n");
    },
  },
};

let key = "";
const ui = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
  queryConfigEnabled: false,
  tryItOutEnabled: true,
  validatorUrl: null,
  requestSnippetsEnabled: true,
  requestSnippets: {
    generators: {
      curl_bash: { title: "curl", syntax: "bash" },
      typescript: { title: "TypeScript", syntax: "javascript" },
      python: { title: "Python", syntax: "python" },
    },
    defaultExpanded: true,
    languages: ["curl_bash", "typescript", "python"],
  },
  plugins: [snippets],
  // One may be quicker than the document.
  onComplete: () => key && ui.preauthorizeApiKey("bearer", key),
});

document.getElementById("key-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  key = document.getElementById("key").value.trim();
  const said = document.getElementById("key-said");
  ui.preauthorizeApiKey("bearer", key);
  said.textContent = "Asking whose it is…";
  said.textContent = await whose().catch(() => "The service can't be reached just now.");
});

async function whose() {
  const answer = await fetch("/api/team", { headers: { authorization: `Bearer ${key}` } });
  const body = await answer.json();
  if (answer.ok) return `What you try below is done as ${body.name ?? "its team"}.`;
  // It can be a key all the same, that may not ask for its team.
  if (answer.status === 403) return "What you try below is done with this key.";
  ui.authActions.logout(["bearer"]);
  return body.message ?? `It was answered with ${answer.status}.`;
}
