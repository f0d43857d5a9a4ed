/** Rounds a number, and writes it with a comma at each thousand. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
