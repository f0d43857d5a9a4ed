// This is apart from the rest for programs that need nothing else: logs and databases take half a second to load.
export { ConfigError, envVariable, readEnv, wholeNumber } from "./read-env.ts";
export type { EnvVariable } from "./read-env.ts";
export { RENAMED_SETTINGS } from "./renamed-settings.ts";
export { jobIdVariables, listenVariables, sharedVariables, storeVariables } from "./shared-variables.ts";
