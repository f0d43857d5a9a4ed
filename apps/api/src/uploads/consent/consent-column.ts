import { comparable } from "../columns/comparable.ts";
import { withoutOwner } from "../columns/header-forms.ts";

/**
 * What a header says of opting out. `told`: who did, by a yes, a time or a word. `state`: so by one of its values, all
 * others mean nothing. `about`: something about it, such as the reason. `unclear`: it looks like one, and a yes could
 * mean either.
 */
export type ConsentColumn = "told" | "state" | "about" | "unclear";

const OUT =
  "(?:unsub|unsubscribed?|optout|optedout|blocklisted|blacklisted|abgemeldet|abbestellt|desabonnee?|desinscrite?|dadodebaja|disiscritt[oa]|uitgeschreven|afgemeld|descadastrad[oa]|dessubscrito|dessubscrita)";
const EMAIL =
  "(?:email|emails|mail|mails|emailmarketing|marketing|marketingemail|marketingemails|newsletter)";
const IS = "(?:is|has|was|ist|hat|est|aest|esta|e)?";
const OF = `(?:(?:of|from|von|vom|de|des|do|da|dal|dalla|van)?(?:all|allen|tous|toutes|tousles|todos|todoslos|todosos|tutte|tuttele|alle)?(?:les|los|os|le)?(?:of|from)?${EMAIL}?)`;
const WHEN = "(?:at|on|time|date|timestamp|datetime|am|le|el|il|op|em)?";
const NOT =
  "(?:(?:donot|dont)(?:send)?(?:e?mails?|contact|market|marketing|emailmarketing)|nichtkontaktieren|keineemails?|keinenewsletter|nepascontacter|nepasenvoyerd?emails?|nocontactar|noenviaremails?|noncontattare|noninviareemail|nietcontacteren|nietmailen|naocontatar|naocontactar|naoenviaremails?)";
const DAY = "(?:date|time|dateof|data|datum|dataof|datede|datedela|fecha|fechade|datadi|datavan)?";
const LEAVING =
  "(?:unsubscri(?:be|bed|ption)|unsub|optout|optedout|desinscription|desabonnement|baja|disiscrizione|cancellazioneiscrizione|uitschrijving|afmelding|descadastro|abmeldung)";

const TOLD = [
  new RegExp(`^${IS}(?:globally|global)?${EMAIL}?${IS}(?:globally|global)?${OUT}${OF}${WHEN}$`),
  new RegExp(`^${NOT}$`),
  new RegExp(`^${DAY}${EMAIL}?${LEAVING}(?:date|time|timestamp|datetime)?$`),
  /^abmelde(?:datum|zeit|zeitpunkt)$/,
  /^uitschrijfdatum$/,
  /^(?:email)?(?:marketing)?(?:subscription|subscriber|unsubscribe|optout)status$/,
  /^(?:email)?marketing(?:email)?status$/,
];
/** lemlist's last state of a lead, where `emailsUnsubscribed` is one of many. */
const STATE = /^laststate$/;
/** What a program keeps of consent that was given, not taken back. */
const GIVEN = /^(?:double)?optin(?:time|date|ip|at|on|source|method|timestamp)$|^confirm(?:time|ip)$/;
/** Post and telephone are other things. */
const OTHER = /donot(?:call|phone|fax|text|sms|knock|disturb|visit)|donotmailing$/;
const LOOKS =
  /unsub|opt(?:ed)?out|^doubleoptin|optin|donot(?:e?mail|contact|market|send)|dont(?:e?mail|contact)|blocklist|blacklist|suppress|^(?:is|has)?(?:email)?subscribed|subscribedto|accepts(?:email)?marketing|marketing(?:email)?(?:consent|permission)|email(?:consent|permission)|^consent|gdprconsent|permissionto(?:email|market)|newsletter|abgemeldet|abmeld|abbestell|einwilligung|keineemail|desabonn|desinscri|consentement|dadodebaja|fechadebaja|consentimiento|disiscri|consenso|uitgeschreven|uitschrij|afgemeld|afmeld|toestemming|descadastr|consentimento/;
const ABOUT =
  /(?:reason|campaign|campaigntitle|campaignname|campaignid|ip|source|method|link|url|feedback|comment|comments|list|by|grund|motivo|motif|raison|reden)$/;

/** Whether a column says who opted out, by its header alone; undefined where it is about something else. */
export function consentColumn(header: string): ConsentColumn | undefined {
  const key = comparable(withoutOwner(header, "contact"));
  if (OTHER.test(key) || GIVEN.test(key)) return undefined;
  if (TOLD.some((told) => told.test(key))) return "told";
  if (STATE.test(key)) return "state";
  if (!LOOKS.test(key)) return undefined;
  return ABOUT.test(key) ? "about" : "unclear";
}
