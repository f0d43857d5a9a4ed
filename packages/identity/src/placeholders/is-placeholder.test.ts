import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cpuMs } from "../../../../test/support/cpu-ms.ts";
import { companyDefinition, contactDefinition } from "../definitions.ts";
import type { EntityDefinition } from "../entity-definition.ts";
import { compileRules } from "./compile-rules.ts";
import { isPlaceholder } from "./is-placeholder.ts";
import { BUILDER_HOSTS, COMPANY_MAIL_HOSTS, MAIL_HOSTS, PAGE_HOSTS } from "./shared-hosts.ts";

/** Judges a value as it is given: what isn't even an identifier identifies nobody either. */
function says(definition: EntityDefinition, raw: string): boolean {
  for (const { kind, canonical } of definition.identifiers) {
    if (kind === "domain" && raw.includes("linkedin.com/")) continue;
    const value = canonical(raw);
    if (value !== undefined) return isPlaceholder(kind, value);
  }
  return true;
}
const ofContact = (raw: string) => says(contactDefinition, raw);
const ofCompany = (raw: string) => says(companyDefinition, raw);

const NO_SLUGS =
  "undefined null none n/a na test unknown NaN nil false true 0 in feed edit username your-profile profile private " +
  "N-A n.a. None NULL None-None null-null undefined-undefined undefined-null nan-nan na-na test-test xxx 000 string asdf " +
  "{{linkedin}} {linkedin} [object%20Object] object-object %s __username__ $username first-last firstname-lastname " +
  "linkedin-member company linkedin linkedin.com not-available not_found no-linkedin noprofile kein-profil keine-angabe " +
  "sin-linkedin sans-profil non-renseigné inconnu unbekannt desconocido sconosciuto desconhecido onbekend okänd nieznany " +
  "неизвестно неизвестный 不明 なし 无 없음 TBD 123 12345 login jobs search me unavailable public-profile user-name profile-url " +
  "page-not-found redacted my-linkedin none-none- -unknown-unknown";

test.each(NO_SLUGS.split(" "))("/in/%s is nobody", (slug) => {
  expect(ofContact(`https://www.linkedin.com/in/${slug}`)).toBe(true);
});

const SLUGS =
  "jane-doe jane j b jd nobody john-doe ann-nil nan-goldin na-li nil-desai-12a4b567 test-pilot-jane jane-null 李明 " +
  "jürgen private-jane true-nguyen nanna nina anna-na-4711 emailia noam norman nora nonna sinclair sanskriti " +
  "ohnesorg keiner-jane ACoAABcD_eF-gH1 ACwAAAbC person-1 test-user test-1 42 111 jane-example example-jane 💎";

test.each(SLUGS.split(" "))("/in/%s is somebody", (slug) => {
  expect(ofContact(`https://www.linkedin.com/in/${slug}`)).toBe(false);
});

test.each(
  "undefined null none n/a na unknown NaN nil 0 test your-company company-name {{company}} string".split(" "),
)("/company/%s is none", (slug) => expect(ofCompany(`https://www.linkedin.com/company/${slug}`)).toBe(true));

test.each(
  "acme example true private in profile sales-force the-edit linkedin 1234567 1234 1 test-it null-island jobs".split(
    " ",
  ),
)("/company/%s is one", (slug) => expect(ofCompany(`https://www.linkedin.com/company/${slug}`)).toBe(false));

test.each("undefined null None N-A NaN test 0 your-lead xxx unknown lead".split(" "))(
  "/sales/lead/%s is none",
  (id) => {
    expect(ofContact(`https://www.linkedin.com/sales/lead/${id},NAME_SEARCH,x`)).toBe(true);
  },
);

test("Sales Navigator's ids are none of these", () => {
  for (const id of ["ACwAAAbC_d-E1", "ACoAABnull", "ACwAAAExample"])
    expect(ofContact(`https://www.linkedin.com/sales/lead/${id}`)).toBe(false);
  expect(ofCompany("https://www.linkedin.com/sales/company/1234")).toBe(false);
  expect(ofCompany("https://www.linkedin.com/sales/company/0")).toBe(true);
  expect(ofCompany("https://www.linkedin.com/sales/company/undefined")).toBe(true);
});

test.each(
  `none@none.com undefined@undefined.com null@null.com na@na.com n.a@n-a.com test@test.com test@test.de email@domain.com
   name@company.com your.email@domain.com you@yourdomain.com user@domain.com noemail@acme.com no-email@acme.com
   no.mail@gmail.com nomail@nomail.com noemail@example.com no-reply@acme.com noreply@acme.com do-not-reply@acme.com
   ne-pas-repondre@acme.fr keine-email@firma.de sin-correo@acme.es sansmail@acme.fr unknown@unknown.com
   unknown@acme.com undefined@acme.com none@acme.com null.null@acme.com undefined.undefined@acme.com
   firstname.lastname@acme.com {{email}}@acme.com \${email}@acme.com %email%@acme.com *|EMAIL|*@acme.com %s@acme.com
   jane@example.invalid jane@foo.localhost test@gmail.com test@telia.com email@gmail.com xxx@gmail.com asdf@asdf.com xxx@xxx.com
   a@a.com a@b.com 123@123.com test@example.com email@example.com unbekannt@firma.de inconnu@acme.fr
   неизвестно@acme.ru string@string.com foo@bar.com admin@admin.com nobody@nowhere.com x@y.com no@mail.com
   not@available.com test1@test.com test123@test.de unknown2@unknown.com redacted@acme.com
   unknown.unknown@acme.com unknown.none@acme.com test.test@acme.com test@demo.com %%email%%@acme.com
   test@test.example.com.au x%email%@acme.com %first_name%.smith@acme.com *|FNAME|*.smith@acme.com`
    .trim()
    .split(/\s+/),
)("%s is nobody", (email) => expect(ofContact(email)).toBe(true));

test.each(
  `jane@example.com jane.doe@example.com a@example.com x@example.com nobody@example.com info@example.com me@example.com
   na@acme.com nan@nd.edu nil@acme.com null@acme.com test@acme.com nd@field.com jane@test.com jane@none.com info@acme.com
   jane@gmail.com na@gmx.de nina@na.com nora@noemail.com test@test.example norman@acme.com
   a@acme.com x@x-mail.com keiner@firma.de noah.mail@acme.com nomaid@acme.com jane@acme.example todo@acme.jp
   o'neil@example.com user7@acme.com foo@acme.com admin@acme.com nobody@acme.com x@acme.com test1@acme.com
   acme1@acme.com foo@bar.example
   unknown.jane@acme.com test.demo@acme.com jane.jane@acme.com acme@acme.com _@acme.com jane@demo.com jane%x@acme.com
   50%off@acme.com jane%host.example%relay@acme.com a*|b@acme.com 1test@test.com
   %sales@acme.com aaaron@gmail.com lizzz@gmail.com jane@eu.localhost-tools.com`
    .trim()
    .split(/\s+/),
)("%s is somebody", (email) => expect(ofContact(email)).toBe(false));

test.each(
  `facebook.com/alpha https://m.facebook.com/beta open.spotify.com/artist/x comcast.net outlook.com gmx.de bit.ly x.com wordpress.com proton.me mail.ru de-de.facebook.com linkedin.com instagram.com/acme gmail.com hotmail.co.uk
   yahoo.fr web.de qq.com wixsite.com github.io co.uk com.au bitbucket.org/acme blogspot.com wordpress.com bit.ly/x
   linktr.ee/acme apps.apple.com/app/1 play.google.com/store sites.google.com/view/acme docs.google.com/x drive.google.com
   youtube.com/@acme x.com/acme t.me/acme myshopify.com herokuapp.com s3.amazonaws.com uk.com none.com undefined.com
   null.com test.com domain.com yourdomain.com yourcompany.de example.invalid undefined.undefined test.test
   noemail.com mail2paula.com medium.com foo.ck`
    .trim()
    .split(/\s+/),
)("%s is no company's domain", (domain) => expect(ofCompany(domain)).toBe(true));

test.each(
  `acme.com acme.wixsite.com acme.github.io acme.wordpress.com acme.myshopify.com acme.co.uk acme.example example.com
   unknown.example nobody.example test.example none.example example.example google.com apple.com amazon.com alibaba.com microsoft.com orange.com
   test.de domain.de shop.acme.com nus.edu.sg berlin.de discovery.com ancestry.com wix.com xn--mnchen-3ya.example
   www.ck hotmail-repair.com notfacebook.com facebook.com.example bt.com acme.test
   slack.com spotify.com figma.com zoom.us github.com gitlab.com dropbox.com box.com canva.com miro.com notion.so airtable.com
   typeform.com calendly.com telegram.org bitly.com stackoverflow.com huggingface.co
   telia.com sky.com rogers.com shaw.ca orange.fr free.fr sfr.fr proximus.be telenet.be ziggo.nl virginmedia.com sunrise.ch
   earthlink.net zoho.com uol.com.br oi.com.br shopify.com stripe.com hubspot.com salesforce.com atlassian.com adobe.com
   vodafone.com telefonica.com swisscom.ch telekom.de verizon.com att.com comcast.com cox.com xfinity.com bell.ca telus.com
   telstra.com optus.com.au kpn.com bouyguestelecom.fr o2.co.uk three.co.uk ee.co.uk vodafone.de vodafone.it tim.it
   singtel.com airtel.in jio.com turkcell.com.tr netflix.com paypal.com ebay.com uber.com airbnb.com godaddy.com ionos.de
   eu.localhost-tools.com test.acme.com test.com.br cloudflare.com digitalocean.com heroku.com vercel.com netlify.com automattic.com webflow.com duckduckgo.com`
    .trim()
    .split(/\s+/),
)("%s is a company's domain", (domain) => expect(ofCompany(domain)).toBe(false));

test("the lists of hosts are canonical, and each host is in one of them", () => {
  const domain = companyDefinition.identifiers[0];
  const all = [...PAGE_HOSTS, ...BUILDER_HOSTS, ...MAIL_HOSTS, ...COMPANY_MAIL_HOSTS];
  expect(all.filter((host) => domain?.canonical(host) !== host)).toEqual([]);
  expect(all.filter((host, at) => all.indexOf(host) !== at)).toEqual([]);
});

describe("rules of a team", () => {
  const LINKS = {
    nil: "https://www.linkedin.com/in/nil",
    acme: "https://www.linkedin.com/in/acme-jane",
    lead: "https://www.linkedin.com/sales/lead/ACwAAAbC",
  };
  const judged = (never: string[], allow: string[] = []) => compileRules({ never, allow });

  test("add to what is known, and take from it", () => {
    const rules = judged(
      ["info@*", "*@example.org", "linkedin.com/in/acme-*", "Jane@Example.com", "http://WWW.acme.example/x"],
      ["linkedin.com/in/nil", "facebook.com", "*@none.com", "info@acme.com"],
    );
    expect(isPlaceholder("email", "info@acme.example", rules)).toBe(true);
    expect(isPlaceholder("email", "info@acme.com", rules)).toBe(false);
    expect(isPlaceholder("email", "jane.info@acme.example", rules)).toBe(false);
    expect(isPlaceholder("email", "jane@example.org", rules)).toBe(true);
    expect(isPlaceholder("email", "jane@an-example.org", rules)).toBe(false);
    expect(isPlaceholder("email", "jane@example.com", rules)).toBe(true);
    expect(isPlaceholder("email", "none@none.com", rules)).toBe(false);
    expect(isPlaceholder("linkedin", LINKS.acme, rules)).toBe(true);
    expect(isPlaceholder("linkedin", LINKS.nil, rules)).toBe(false);
    expect(isPlaceholder("linkedin", LINKS.nil)).toBe(true);
    expect(isPlaceholder("domain", "facebook.com", rules)).toBe(false);
    expect(isPlaceholder("domain", "acme.example", rules)).toBe(true);
    expect(isPlaceholder("domain", "instagram.com", rules)).toBe(true);
  });

  test("a pattern is of one kind", () => {
    const rules = judged([
      "acme.example",
      "*.acme.example",
      "linkedin.com/sales/people/ACwAAAbC,",
      "linkedin.com/company/*x",
    ]);
    expect(isPlaceholder("email", "jane@acme.example", rules)).toBe(false);
    expect(isPlaceholder("domain", "shop.acme.example", rules)).toBe(true);
    expect(isPlaceholder("salesNav", LINKS.lead, rules)).toBe(true);
    expect(isPlaceholder("salesNav", `${LINKS.lead}x`, rules)).toBe(false);
    expect(isPlaceholder("linkedin", "https://www.linkedin.com/company/abx", rules)).toBe(true);
    expect(isPlaceholder("linkedin", "https://www.linkedin.com/in/abx", rules)).toBe(false);
  });

  test("what is no pattern says nothing", () => {
    const rules = judged(["acme", "*", "*@*"], ["none", "linkedin.com/in/*"]);
    expect(isPlaceholder("email", "jane@acme.example", rules)).toBe(false);
    expect(isPlaceholder("domain", "acme.example", rules)).toBe(false);
    expect(isPlaceholder("linkedin", LINKS.nil, rules)).toBe(true);
  });

  const email = fc
    .tuple(fc.stringMatching(/^[a-z]{1,6}$/), fc.stringMatching(/^[a-z]{1,6}$/))
    .map(([local, label]) => `${local}@${label}.com`);
  const value = fc
    .oneof(
      email.map((each) => ["email", each] as const),
      fc.stringMatching(/^[a-z]{2,6}\.(com|de)$/).map((each) => ["domain", each] as const),
      fc
        .stringMatching(/^[a-z]{2,8}$/)
        .map((each) => ["linkedin", `https://www.linkedin.com/in/${each}`] as const),
      fc
        .stringMatching(/^[A-Za-z0-9]{2,8}$/)
        .map((each) => ["salesNav", `https://www.linkedin.com/sales/lead/${each}`] as const),
    )
    // `/in/me` is nobody's page, and the `www.` of a domain isn't a part of it.
    .filter(([, text]) => !/^www\.|\/me$/.test(text));
  /** A value with stars in place of parts of it, as somebody would write it. */
  const starred = fc
    .tuple(value, fc.nat(), fc.nat(), fc.boolean())
    .map(([[kind, text], a, b, isBare]) => {
      const start = kind === "domain" || kind === "email" ? 0 : text.lastIndexOf("/") + 1;
      const from = start + (a % (text.length - start));
      const to = from + (b % (text.length - from));
      const glob = `${text.slice(0, from)}*${text.slice(to)}`;
      return [kind, text, isBare ? glob.replace("https://www.", "") : glob] as const;
    })
    .filter(([kind, , glob]) => kind !== "email" || glob.includes("@"));

  test("never by value, by its stars, and allow wins over both", () => {
    fc.assert(
      fc.property(starred, ([kind, text, glob]) => {
        fc.pre(
          isPlaceholder(kind, text, judged([glob])) ||
            !/^(?:https:..www\.linkedin\.com\/[a-z/]+\/)?[*@.]*$/.test(glob),
        );
        expect(isPlaceholder(kind, text, judged([text]))).toBe(true);
        expect(isPlaceholder(kind, text, judged([glob]))).toBe(true);
        for (const allow of [text, glob])
          expect(isPlaceholder(kind, text, judged([text, glob], [allow]))).toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });

  test("a pattern without a star is itself only", () => {
    fc.assert(
      fc.property(value, value, ([kind, text], [otherKind, other]) => {
        fc.pre(text !== other);
        expect(isPlaceholder(otherKind, other, judged([text]))).toBe(isPlaceholder(otherKind, other));
        expect(isPlaceholder(kind, text, judged([], [other]))).toBe(isPlaceholder(kind, text));
      }),
    );
  });

  test("stars fit as a plain search says", () => {
    const short = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(short, { minLength: 2, maxLength: 5 }), short, (pieces, text) => {
        fc.pre(pieces.join("") !== "");
        const pattern = pieces.join("*").replace(/\*+/g, "*");
        const expected = new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(text);
        fc.pre(text !== "" && pattern.replaceAll("*", "") !== "");
        const rules = judged([], [`linkedin.com/company/${pattern}`]);
        const never = judged([`linkedin.com/company/${pattern}`]);
        const url = `https://www.linkedin.com/company/${text}`;
        expect(isPlaceholder("linkedin", url, never)).toBe(expected || isPlaceholder("linkedin", url));
        if (expected) expect(isPlaceholder("linkedin", url, rules)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test("200 of the worst patterns take no time", () => {
    const never = Array.from(
      { length: 200 },
      (_, at) => `linkedin.com/in/*${"a".repeat(40)}*${"a".repeat(40)}b*${"a".repeat(40)}${at}*c`,
    );
    const rules = judged(never, never);
    const url = `https://www.linkedin.com/in/${"a".repeat(199)}c`;
    const started = cpuMs();
    for (let times = 0; times < 100; times++) isPlaceholder("linkedin", url, rules);
    expect((cpuMs() - started) / 100).toBeLessThan(10);
  });

  test("any value of any kind is judged", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("email", "domain", "linkedin", "salesNav"),
        fc.string({ unit: "binary" }),
        (kind, text) => {
          for (const each of [text, `https://www.linkedin.com/in/${text}`, `${text}@${text}`])
            expect(isPlaceholder(kind, each)).toBeTypeOf("boolean");
        },
      ),
    );
  });
});
