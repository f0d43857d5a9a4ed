// Apart from the rest for who needs nothing else of it: logs and databases take half a second to load.
export { ConfigError, envVariable, readEnv, wholeNumber } from "./read-env.ts";
export type { EnvVariable } from "./read-env.ts";
export { RENAMED_SETTINGS } from "./renamed-settings.ts";
export { listenVariables, sharedVariables, storeVariables } from "./shared-variables.ts";
