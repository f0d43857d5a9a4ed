import type { DateOrder } from "@onefold/contract";
import { comparable } from "../../names/comparable.ts";
import { isBlankCell } from "../columns/blank-cell.ts";
import { readBoolean } from "../columns/read-boolean.ts";
import { readFileTime } from "../columns/read-time.ts";

/** What a row says: may its person be written to? */
export interface GivenConsent {
  readonly unsubscribed: boolean;
  /** When it was said, in microseconds since 1970. */
  readonly at?: number;
}

/** Words for the states, as programs write them. Every yes and no is read as well. */
const OUT = new Set(
  words(`unsubscribed, unsubscribe, emailsUnsubscribed, unsubscribed from all, opted out, opt out, opted-out, do not contact,
    do not email, do not allow, do not send, nicht zulassen, ne pas autoriser, no permitir, non consentire,
    niet toestaan, não permitir, blocklisted, blacklisted, suppressed, complained, spam complaint, abgemeldet, abbestellt, gesperrt, désabonné,
    désabonnée, désinscrit, désinscrite, dado de baja, baja, suscripción cancelada, disiscritto, disiscritta,
    iscrizione annullata, uitgeschreven, afgemeld, descadastrado, descadastrada, inscrição cancelada, dessubscrito`),
);
const IN = new Set(
  words(`subscribed, subscribe, allow, send, zulassen, autoriser, permitir, consentire, toestaan, opted in, opt in, active, pending, confirmed, unconfirmed, never subscribed, not subscribed, non-subscribed,
    no consent, non-marketing, transactional, cleaned, bounced, archived, not opted out, not unsubscribed, angemeldet, aktiv,
    abonné, abonnée, inscrit, inscrite, actif, suscrito, suscrita, activo, iscritto, iscritta, attivo, ingeschreven,
    aangemeld, actief, inscrito, inscrita, ativo`),
);

/** Of those, what says so whatever its column is called. */
const PLAINLY_OUT = new Set(
  words(`unsubscribed, emailsUnsubscribed, unsubscribed from all, email unsubscribed, globally unsubscribed, opted out,
    do not contact, do not email, blocklisted, blacklisted, spam complaint, abgemeldet, von E-Mails abgemeldet,
    désabonné, désabonnée, désinscrit, désinscrite, dado de baja, suscripción cancelada, disiscritto, disiscritta,
    iscrizione annullata, uitgeschreven, afgemeld, descadastrado, descadastrada, inscrição cancelada, dessubscrito`),
);

/** Whether a value of any column says that somebody opted out, as the status of a contact does. */
export function saysOptOut(text: string): boolean {
  return text.length <= WORD_MAX && PLAINLY_OUT.has(comparable(text));
}

const WORD_MAX = 40;

function words(list: string): string[] {
  return list.split(",").map(comparable);
}

/**
 * Reads what a value says of opting out. A yes, a time or a word such as `unsubscribed` is an opt-out; a no or
 * `subscribed` is none. It gives `blank` if the value says nothing, and undefined if it can't be read.
 */
export function readConsent(raw: unknown, dates?: DateOrder): GivenConsent | "blank" | undefined {
  if (typeof raw === "boolean") return { unsubscribed: raw };
  if (raw === null || raw === undefined) return "blank";
  if (typeof raw !== "string" && typeof raw !== "number") return undefined;
  const text = String(raw).trim();
  if (isBlankCell(text)) return "blank";
  const yes = readBoolean(text);
  if (yes !== undefined) return { unsubscribed: yes };
  const word = comparable(text);
  if (OUT.has(word)) return { unsubscribed: true };
  if (IN.has(word)) return { unsubscribed: false };
  const at = readFileTime(text, dates);
  if (at === undefined || at < 0) return undefined;
  // A time ahead counts as now once it is applied. It is capped to what a number can hold.
  return { unsubscribed: true, at: Math.min(at * 1_000, Number.MAX_SAFE_INTEGER) };
}
