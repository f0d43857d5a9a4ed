import { isBlank } from "@onefold/identity";

/** What programs and people write where there is nothing, and spreadsheets where a formula found nothing. */
const NOTHING =
  /^(?:[nN]\/[aA]|NA|[nN]\.[aA]\.?|null|NULL|NaN|undefined|-{1,3}|[–—]|#(?:N\/A|NA|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|NV|BEZUG!|WERT!))$/;
const LENGTH_MAX = 10;

/** Whether a cell says nothing. `0` says something, and Null is a name. */
export function isBlankCell(text: string): boolean {
  return isBlank(text) || (text.length <= LENGTH_MAX && NOTHING.test(text.trim()));
}
