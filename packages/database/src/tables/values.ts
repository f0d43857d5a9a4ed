/** A field's value as JSON holds it. */
export type FieldValue = string | number | boolean;

/** A stamp as it is stored: the clock alone, or `[effective, clock]` if the two differ. */
export type StampColumn = number | [effective: number, clock: number];
