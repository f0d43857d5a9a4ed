import { render } from "preact";
import { App } from "./app.tsx";
import { applyTheme } from "./parts/theme.ts";
import "./parts/base.css";

applyTheme();
const root = document.getElementById("console");
if (root) render(<App />, root);
