import { comparable } from "../../names/comparable.ts";
import { withoutOwner } from "../columns/header-forms.ts";

/**
 * What a header says of opting out. `told`: a yes, a time or a word in the column says that the person opted out.
 * `state`: only one of its values says so, and all others mean nothing. `about`: it is something about opting out, such
 * as the reason. `unclear`: it looks like such a column, and a yes could mean either.
 */
export type ConsentColumn = "told" | "state" | "about" | "unclear";

const OUT =
  "(?:unsub|unsubscribed?|optout|optedout|blocklist(?:ed)?|blacklist(?:ed)?|listenoire|listanegra|listanera|zwartelijst|sperrliste|abgemeldet|abbestellt|desabonnee?|desinscrit[eoa]?|desuscrit[oa]|dadodebaja|disiscritt[oa]|uitgeschreven|afgemeld|descadastrad[oa]|dessubscrito|dessubscrita)";
const EMAILS =
  "(?:emails?|mails?|courriels?|courrierselectroniques|correos?(?:electronicos?)?|postaelettronica|correioeletronico|emailings?|mailings?|newsletters?|nieuwsbrief|boletin)";
const EMAIL = `(?:${EMAILS}|emailmarketing|marketing|marketingemails?)`;
const IS = "(?:is|has|was|ist|hat|est|aest|esta|e)?";
const ALL =
  "(?:(?:of|from|von|vom|de|des|do|da|dal|dalla|dalle|van|voor|a|em)?(?:all|allen|tous|toutes|tousles|todos|todoslos|todosos|tutte|tuttele|alle)?(?:les|los|os|le)?(?:of|from)?)";
const OF = `(?:${ALL}${EMAIL}?)`;
const WHEN = "(?:at|on|time|date|timestamp|datetime|am|le|el|il|op|em)?";
const NOT = [
  "(?:please)?(?:donot|dont|never)(?:send)?(?:e?mails?|contact|market|marketing|marketingemails?|emailmarketing)",
  "donot(?:allow)?bulkemails?|donotallowemails?",
  "nicht(?:mehr)?(?:kontaktieren|anschreiben)|(?:massen)?emailsnichtzulassen",
  "keine(?:emails|werbeemails|werbemails|newsletter|werbung)|(?:werbe|mail|email|mailing|newsletter|kontakt)sperre",
  "werbe(?:widerspruch|verbot)",
  `(?:jene|ne)souhaite(?:pas|plus)(?:etrecontacte[es]?|recevoir(?:des?|d|les|nos)?${EMAILS})|refuse?(?:des?|d|les)?${EMAILS}`,
  `ne(?:pas|plus)(?:contacter|solliciter|ecrire|(?:envoyer|autoriser)(?:des?|d|les?)?${EMAILS})`,
  `no(?:volvera)?(?:contactar|escribir)|no(?:enviar|permitir)(?:mas)?(?:${EMAILS}|publicidad)(?:enmasa|masivos?)?`,
  `non(?:piu)?(?:contattare|scrivere)(?:piu)?|non(?:inviare|consentire)(?:piu)?(?:${EMAILS}|pubblicita)`,
  `niet(?:meer)?(?:contacteren|benaderen|mailen|emailen|aanschrijven)|geen(?:emails|mails|mailings?|nieuwsbrief)|(?:bulk)?emails?niettoestaan`,
  `nao(?:mais)?(?:contatar|contactar)|nao(?:enviar|permitir)(?:mais)?(?:${EMAILS}|publicidade)(?:emmassa)?`,
].join("|");
/** Such a column may be about a course or a plan, if its header doesn't say that it is about e-mails. */
const CANCELLED =
  "(?:(?:ha)?cancel(?:o|ou|ado|ada)(?:l?a)?(?:suscripcion|inscricao|subscricao)|(?:suscripcion|inscricao|subscricao|inscripcion)cancelada|(?:ha)?annullat[oa]liscrizione|iscrizioneannullata|inscriptionannulee)";
const DAY = "(?:date|time|dateof|data|datum|dataof|datede|datedela|fecha|fechade|datadi|datavan)?";
const LEAVING =
  "(?:unsubscri(?:be|bed|ption)|unsub|optout|optedout|desinscription|desabonnement|disiscrizione|cancellazioneiscrizione|descadastro|abmeldung)";
/** In a list of members this is the day of leaving. */
const MEMBERS_LEAVING =
  "(?:fecha|data|datum|dia)?(?:de|van|da)?(?:baja|uitschrijving|afmelding|uitschrijfdatum|afmelddatum)";

const TOLD = [
  new RegExp(`^${IS}(?:globally|global|primary)?${EMAIL}?${IS}(?:globally|global)?${OUT}${OF}${WHEN}$`),
  new RegExp(`^(?:von|vom)(?:allen?)?${EMAIL}abgemeldet$`),
  new RegExp(`^(?:${NOT})$`),
  new RegExp(`^${CANCELLED}${ALL}${EMAIL}$`),
  new RegExp(`^${DAY}${EMAIL}?${LEAVING}(?:date|time|timestamp|datetime)?$`),
  /^abmelde(?:datum|zeit|zeitpunkt)$/,
  /^(?:email)?(?:marketing)?(?:subscription|subscriber|unsubscribe|optout)status$/,
  /^(?:email)?marketing(?:email)?status$/,
  /^(?:statut|statutde|statutdu|estado|estadode|estadodel|stato|statodel|statodi|status|statusde|statusdo|statusvan)(?:email)?marketing$/,
];
/** States of a subscription, and the last state of a lead in lemlist: `emailsUnsubscribed` is one of many. */
const STATE =
  /^(?:laststate|(?:subscription|subscriber)state|abo(?:nnement)?status|newsletterstatus|statut(?:d|del)?abonnement|estadode(?:la)?suscripcion|statodell?iscrizione|statusda(?:inscricao|assinatura)|abonnementsstatus)$/;
/** A program keeps this about consent that was given, not taken back. */
const GIVEN = /^(?:double)?optin(?:time|date|ip|at|on|source|method|timestamp)$|^confirm(?:time|ip)$/;
/** Post, telephone and tracking are other things, unless the header names e-mails too. */
const OTHER =
  /(?:donot|dont)(?:allow)?(?:call|text|knock|disturb|visit)|donotmailing$|fax|phone|telefon|telefoon|sms|mms|whatsapp|textmessage|postal|postsendung|directmail|mobile|anrufe|appels|llamadas|chiamate|tracking|profiling/;
const OF_EMAIL =
  /email|(?<!postal|direct|voice)mail(?!ing$)|newsletter|courriel|correo|postaelettronica|correioeletronico/;
const LOOKS = new RegExp(
  [
    "unsub|opt(?:ed)?out|^doubleoptin|optin|blocklist|blacklist|listenoire|listanegra|listanera|zwartelijst|sperrliste|suppress",
    "^(?:is|has)?(?:globally)?(?:email)?subscribed|subscribedto|^dn[ce]$|^(?:gdpr|rgpd|dsgvo)$|excluded?fromcampaigns?$",
    "^deactivated(?:at|on|date)?$|email(?:marketing)?(?:deaktivier|deactivat|suspended)|(?:marketing|mailing)suspended",
    "widerspruch|widerruf|consent(?:withdrawn|revoked)|(?:retrait|refus)(?:du|de)?(?:consentement|emails?)",
    "(?:donot|dont|never)(?:(?:allow)?(?:bulk)?(?:mail|contact|market|send)|.*email)|^(?:no|stop|keine?|geen|sem|pasd|sin)e?mails?$",
    "^no(?:mailings?|marketing|contact)|accepts(?:email)?marketing|sendmarketing|marketing(?:email)?(?:consent|permission)",
    "email(?:consent|permission)|^consent|gdprconsent|permissionto(?:email|market)|newsletter",
    "abgemeldet|abmeld|abbestell|einwilligung|keineemail|nicht(?:mehr)?(?:anschreiben|kontaktieren)|emailsnichtzulassen",
    "(?:werbe|mail|mailing|kontakt)sperre|werbe(?:widerspruch|verbot)|robinson",
    "desabonn|desinscri|desuscri|consentement|ne(?:pas|plus)(?:contacter|solliciter|envoyer)|dadodebaja|consentimiento",
    "no(?:contactar|enviar)|disiscri|consenso|non(?:piu)?(?:contattare|inviare)|uitgeschreven|uitschrijv|afgemeld|afmeld",
    "toestemming|niet(?:meer)?(?:contacteren|benaderen|mailen)|descadastr|consentimento|nao(?:contac?tar|enviar)",
    CANCELLED,
    `^${MEMBERS_LEAVING}(?:de|del|dela|van)?${EMAIL}?$`,
  ].join("|"),
);
const REASON = "(?:reason|grund|motivo|motif|raison|reden)";
const ABOUT = new RegExp(
  `^${REASON}|${REASON}(?:other|texte?|comments?|details?|notes?|code|id|name|autre|otro|altro|anders|outro)?$|` +
    "(?:campaign|campaigntitle|campaignname|campaignid|ip|source|method|mode|modus|modo|link|url|feedback|comment|comments|(?<!black|block)list|by)$",
);

/** Says by the header alone whether a column tells who opted out. It is undefined for a column about something else. */
export function consentColumn(header: string): ConsentColumn | undefined {
  const key = comparable(withoutOwner(header, "contact"));
  if (GIVEN.test(key) || (OTHER.test(key) && !OF_EMAIL.test(key))) return undefined;
  if (TOLD.some((told) => told.test(key))) return "told";
  if (STATE.test(key)) return "state";
  if (!LOOKS.test(key)) return undefined;
  return ABOUT.test(key) ? "about" : "unclear";
}
