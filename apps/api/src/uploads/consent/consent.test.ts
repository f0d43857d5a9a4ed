import { Upsert } from "@onefold/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cpuMs } from "../../../../../test/support/cpu-ms.ts";
import { consentColumn } from "./consent-column.ts";
import { readConsent } from "./read-consent.ts";

describe("a header", () => {
  test.each([
    [
      "told",
      `unsubscribed;Unsubscribed;unsubscribe;is_unsubscribed;Unsubscribed from all email;Unsubscribed from all emails;
       HasOptedOutOfEmail;Email Opt Out;Email Opted Out;Opted out;opt-out;Opt Out Date;optedOutAt;UNSUB_TIME;
       Unsubscribed at;Unsubscribe date;Date unsubscribed;Do not email;Do not contact;Don't contact;
       Marketing status;Email marketing status;Person - Marketing status;Contact: Opted out;Subscription status;
       Blocklisted;EMAIL_BLACKLISTED;Abgemeldet;Abgemeldet am;Abmeldedatum;Désinscrit;Désabonné;
       Date de désinscription;Ne pas contacter;Dado de baja;Disiscritto;Data di disiscrizione;
       Non contattare;Uitgeschreven;Afgemeld;Niet contacteren;Descadastrado;Não contactar;
       Do not allow Emails;Do not allow Bulk Emails;donotbulkemail;Contact: Do not allow Emails;
       Do not send marketing emails;Nicht anschreiben;Nicht mehr kontaktieren;Werbesperre;Mailsperre;Keine E-Mails;
       E-Mails nicht zulassen;Massen-E-Mails nicht zulassen;Abgemeldet von allen E-Mails;Ne plus contacter;
       Ne plus envoyer d'e-mails;Ne pas autoriser les courriers électroniques;No enviar correos;
       No enviar correos electrónicos;No enviar publicidad;No permitir correo electrónico en masa;
       Canceló la suscripción a todos los correos;Canceló la suscripción a todos los correos electrónicos;
       Desinscrito de todos los correos;Iscrizione annullata da tutte le email;Non inviare più e-mail;
       Non contattare più;Niet meer mailen;E-mails niet toestaan;Afgemeld voor alle e-mails;Não enviar e-mails;
       Cancelou a inscrição em todos os e-mails;Não permitir emails;Blacklist;EMAIL_BLACKLIST;Email blocklist;
       Liste noire email;Lista negra;Sperrliste;Von allen E-Mails abgemeldet;Primary Email Opted Out;
       Personne - Statut marketing;Persona - Estado de marketing;Stato marketing;Status de marketing;
       Ne souhaite plus être contacté;Ne souhaite pas recevoir d'e-mails;Refuse les emails`,
    ],
    [
      "state",
      `lastState;last_state;Subscription state;Abonnementstatus;Abo-Status;Statut d'abonnement;
       Estado de la suscripción;Newsletter-Status`,
    ],
    [
      "about",
      `UNSUB_REASON;UNSUB_REASON_OTHER;Reason for unsubscribing;Unsubscribe reason text;Grund der Abmeldung;
       UNSUB_CAMPAIGN_TITLE;Unsubscribe link;Opt-out source;Unsubscribed by;
       Unsubscribed Mode;Abmeldemodus;Unsubscribed list`,
    ],
    [
      "unclear",
      `Newsletter;Opt-in;Email opt in;Subscribed;Consent;GDPR consent;Accepts Email Marketing;Email permission;
       Opted out of email: Marketing Information;Unsubscribed lists count;Suppressed;Einwilligung;Consentement;
       No Email;No E-mails;Keine E-Mail;Geen e-mail;Sem e-mail;No Marketing;No contact;Robinsonliste;donotsendmm;
       Send Marketing Materials;Do not allow Mails;Do not call or email;Email & SMS opt out;HasOptedOutSolicit;
       Suscripción cancelada;Iscrizione annullata;Inscrição cancelada;Inscription annulée;
       Baja;Fecha de baja;Baja newsletter;Data de baja;Uitschrijfdatum;Datum uitschrijving;Afmelding;
       DNC;DNE;Globally subscribed;Widerspruch;Einwilligung widerrufen;Consent withdrawn;Refus du consentement;GDPR;
       E-Mail-Deaktivierung;deactivated;Marketing suspended;IsExcludedFromCampaigns;Blacklist status`,
    ],
    [
      undefined,
      `email;Email Status;Do Not Call;Do not fax;Email Open;Email Bounced;OPTIN_TIME;OPTIN_IP;CONFIRM_TIME;status;Status;
       Lead Status;Marketing contact status;Optional;Subscription plan;Notes;Company;Bajada;Trabajador;Motivo de baja;
       HasOptedOutOfFax;Fax Opt Out;SMS opt-out;SMS_BLACKLISTED;Unsubscribed from SMS;WhatsApp opt-in;
       Mobile Opt Out;HasOptedOutTracking;HasOptedOutProfiling;Do not allow Phone Calls;Do not allow Faxes;
       donotpostalmail;donotbulkpostalmail;Direct Mail Opt Out;Do not contact by phone;No. of emails;Emails sent;
       Telefonanrufe nicht zulassen;Anschreiben;Salesperson;Statut du lead;Estado del lead;Deactivated by rep;Email sequence state;${"x".repeat(500)}`,
    ],
  ])("%s", (expected, headers) => {
    const found = headers.split(/;\s*/).map((header) => [header, consentColumn(header)]);
    expect(found).toEqual(found.map(([header]) => [header, expected]));
  });

  test("a fax or a call is something else, and an e-mail beside it is not passed over", () => {
    const channels = ["fax", "phone", "SMS", "WhatsApp", "tracking", "postal mail", "direct mail"];
    const said = ["Opted out of", "Unsubscribed from", "Do not contact by", "No consent, opt-out:"];
    for (const words of said)
      for (const channel of channels) {
        expect([words, channel, consentColumn(`${words} ${channel}`)]).toEqual([words, channel, undefined]);
        const both = `${words} ${channel} and email`;
        expect([both, consentColumn(both) === undefined]).toEqual([both, false]);
      }
  });

  test("however long and odd it is, it is judged at once", () => {
    const since = cpuMs();
    for (const part of [
      "unsub",
      "from",
      "email",
      "has",
      "opt out",
      "-",
      ": ",
      "date",
      "de",
      "of all ",
      "do not ",
    ])
      for (const times of [299 / part.length, 40_000]) consentColumn(part.repeat(times));
    expect(cpuMs() - since).toBeLessThan(1_000);
  });
});

describe("a value", () => {
  const OUT = { unsubscribed: true };
  const IN = { unsubscribed: false };
  const at = (iso: string) => ({ ...OUT, at: Date.parse(iso) * 1_000 });

  test.each([
    [
      OUT,
      [
        true,
        1,
        "true",
        "TRUE",
        "Yes",
        "y",
        "1",
        "x",
        "ja",
        "oui",
        "Sí",
        "sim",
        "Unsubscribed",
        "opted-out",
        "OptOut",
      ],
    ],
    [
      OUT,
      [
        "emailsUnsubscribed",
        "Do not email",
        "Do Not Allow",
        "Nicht zulassen",
        "No permitir",
        "Abgemeldet",
        "désinscrite",
        "Dado de baja",
        "uitgeschreven",
      ],
    ],
    [
      IN,
      [
        false,
        0,
        "false",
        "No",
        "n",
        "nein",
        "non",
        "Subscribed",
        "No consent",
        "Allow",
        "Zulassen",
        "Pending",
        "Archived",
        "angemeldet",
      ],
    ],
    ["blank", [null, undefined, "", " ", "N/A", "-", "#N/A", "null", "0000-00-00 00:00:00"]],
    [undefined, ["perhaps", "2", 2, "01/02/2020", "2020-02-31", {}, ["yes"], "unsubscribed?no"]],
    [
      at("2020-01-01T00:00:00Z"),
      ["2020-01-01 00:00:00", "2020-01-01", "2020-01-01T00:00:00.000Z", "1577836800", 1577836800000],
    ],
    [at("2020-01-01T07:30:00Z"), ["2020-01-01T09:30:00+0200", "2020-01-01 09:30+02:00"]],
  ])("%j", (expected, values) => {
    const found = values.map((value) => [value, readConsent(value)]);
    expect(found).toEqual(values.map((value) => [value, expected]));
  });

  test("a date whose year comes last is read where it is said how", () => {
    expect(readConsent("01/02/2020", "DMY")).toEqual(at("2020-02-01T00:00:00Z"));
    expect(readConsent("01/02/2020 3:15 PM", "MDY")).toEqual(at("2020-01-02T15:15:00Z"));
  });

  test("a time in any year is one that an item can carry", () => {
    for (const text of ["9999-12-31", "2256-01-01T00:00:00Z", "9999999999999"]) {
      const read = readConsent(text);
      if (typeof read !== "object") throw new Error(`${text} isn't read`);
      expect(Upsert.shape.consent.safeParse(read).success, text).toBe(true);
    }
  });

  test("an opt-out that our own export writes is read", () => {
    fc.assert(
      fc.property(fc.boolean(), (unsubscribed) => {
        expect(readConsent(unsubscribed)).toEqual({ unsubscribed });
        expect(readConsent(String(unsubscribed))).toEqual({ unsubscribed });
      }),
    );
  });
});
