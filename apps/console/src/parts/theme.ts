/** Light or dark as the system has it, or as the person chose. */
export type Theme = "system" | "light" | "dark";
export const THEMES: readonly Theme[] = ["system", "light", "dark"];

const KEY = "onefold-theme";

export function chosenTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === kept) ?? "system";
}

/** Shows the page in the theme that was chosen, and keeps a new choice. */
export function applyTheme(theme: Theme = chosenTheme()): void {
  if (theme === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, theme);
  document.documentElement.dataset["theme"] = theme;
}
