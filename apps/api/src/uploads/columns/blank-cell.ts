import { isBlank } from "@onefold/identity";

/** What programs and people write where there is nothing, and spreadsheets where a formula found nothing. */
const NOTHING =
  /^(?:[nN]\/[aA]|NA|[nN]\.[aA]\.?|null|NULL|NaN|undefined|-{1,3}|[–—]|#(?:N\/A|NA|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|NV|BEZUG!|WERT!))$/;
const LENGTH_MAX = 10;
/** What MySQL and .NET write for no date, as a day or with its midnight. */
const NO_DATE =
  /^(?:0000([-/.])00\1(?:00)|00([-/.])00\2(?:0000)|0001-01-01)(?:[T ]00:00(?::00(?:\.0{1,9})?)?(?: ?(?:Z|UTC|[+-]00:?00))?)?$/;
const DATE_LENGTH_MAX = 40;

/** Whether a cell says nothing. `0` says something, and Null is a name. */
export function isBlankCell(text: string): boolean {
  if (isBlank(text)) return true;
  if (text.length <= LENGTH_MAX && NOTHING.test(text.trim())) return true;
  return text.length <= DATE_LENGTH_MAX && NO_DATE.test(text.trim());
}
