import { describe, expect, test } from "vitest";
import { canonicalDomain } from "./canonical-domain.ts";
import { canonicalEmail } from "./canonical-email.ts";
import { canonicalLinkedinCompany } from "./canonical-linkedin-company.ts";
import { canonicalLinkedinProfile } from "./canonical-linkedin-profile.ts";
import { canonicalSalesNavCompany } from "./canonical-sales-nav-company.ts";
import { canonicalSalesNavLead } from "./canonical-sales-nav-lead.ts";
import { findIdentifiers } from "./find-identifiers.ts";

/** What people and programs send, and its canonical form; undefined if it has none. */
type Spellings = readonly (readonly [raw: string, key: string | undefined])[];

const JANE = "https://www.linkedin.com/in/jane-doe";
const JUERGEN = "https://www.linkedin.com/in/j%C3%BCrgen";
const MEMBER = "https://www.linkedin.com/in/ACoAABcD_eF-gH1";
const LEAD = "https://www.linkedin.com/sales/lead/ACwAAAbC_d-E1";
const ACME = "https://www.linkedin.com/company/acme";

const linkedinProfiles: Spellings = [
  // scheme, host, case
  ["https://www.linkedin.com/in/jane-doe", JANE],
  ["http://www.linkedin.com/in/jane-doe", JANE],
  ["https://linkedin.com/in/jane-doe", JANE],
  ["www.linkedin.com/in/jane-doe", JANE],
  ["linkedin.com/in/jane-doe", JANE],
  ["//www.linkedin.com/in/jane-doe", JANE],
  ["HTTPS://WWW.LinkedIn.COM/IN/Jane-Doe", JANE],
  ["https://fr.linkedin.com/in/jane-doe", JANE],
  ["https://UK.linkedin.com/in/jane-doe", JANE],
  ["https://www.de.linkedin.com/in/jane-doe", JANE],
  ["https://m.linkedin.com/in/jane-doe", JANE],
  ["https://touch.linkedin.com/in/jane-doe", JANE],
  ["https://www.linkedin.com:443/in/jane-doe", JANE],
  ["http://www.linkedin.com:80/in/jane-doe", JANE],
  ["https://www.linkedin.com./in/jane-doe", JANE],
  ["https://br.linkedin.com/in/jane-doe", JANE],
  ["in.linkedin.com/in/jane-doe", JANE],
  // what surrounds the slug
  ["  https://www.linkedin.com/in/jane-doe\n", JANE],
  ["\ufeffhttps://www.linkedin.com/in/jane-doe\u200b", JANE],
  ["https://www.linkedin.com/in/jane-doe/", JANE],
  ["https://www.linkedin.com/in/jane-doe//", JANE],
  ["https://www.linkedin.com//in//jane-doe", JANE],
  ["https://www.linkedin.com/in/jane-doe.", JANE],
  ["https://www.linkedin.com/in/jane-doe,", JANE],
  ["https://www.linkedin.com/in/jane-doe/;", JANE],
  ["https://www.linkedin.com/in/jane-doe:", JANE],
  ["https://www.linkedin.com/in/jane-doe)", JANE],
  ["https://www.linkedin.com/in/jane-doe/).", JANE],
  ["https://www.linkedin.com/in/jane-doe!).,", JANE],
  ["https://www.linkedin.com/in/jane-doe\u037e", JANE],
  ['https://www.linkedin.com/in/jane-doe"', JANE],
  ["https://www.linkedin.com/in/jane-doe>", JANE],
  ["https://www.linkedin.com/in/jane-doe?trk=people&utm_source=x", JANE],
  ["https://www.linkedin.com/in/jane-doe&trk=people&utm_source=x", JANE],
  ["https://www.linkedin.com/in/ACoAAAbCdEf&trk=x", "https://www.linkedin.com/in/ACoAAAbCdEf"],
  ["https://www.linkedin.com/in/jane-doe/?originalSubdomain=fr", JANE],
  ["https://www.linkedin.com/in/jane-doe?miniProfileUrn=urn%3Ali%3Afs_miniProfile%3AACoAABc", JANE],
  ["https://www.linkedin.com/in/jane-doe/?utm_campaign=a&fbclid=b&lipi=urn%3Ali%3Apage", JANE],
  ["https://www.linkedin.com/in/jane-doe#experience", JANE],
  ["https://www.linkedin.com/in/jane-doe?u=https://evil.example/in/bob", JANE],
  ["https://www.linkedin.com/in/jane-doe/details/experience/", JANE],
  ["https://www.linkedin.com/in/jane-doe/en", JANE],
  ["https://www.linkedin.com/in/jane-doe,/de", JANE],
  ["https://www.linkedin.com/in/jane-doe%2F", JANE],
  ["https://www.linkedin.com/in/jane-doe%E2%80%8B", JANE],
  ["https://www.linkedin.com/in/jane-doe%20", JANE],
  ["https://www.linkedin.com/in/jane-doe%3Ftrk%3Dx", JANE],
  ["https://www.linkedin.com/comm/in/jane-doe?lipi=x", JANE],
  ["https://www.linkedin.com/mwlite/in/jane-doe", JANE],
  // punctuation of any script, and what isn't seen, behind it
  ...[..."。，、．！？；：）】」』》〉…｡､؟،؛।॥።፧׃–—―‐’”»›‚‥".replace(/[…‥]/g, "")].map(
    (mark) => [`https://www.linkedin.com/in/jane-doe${mark}`, JANE] as const,
  ),
  ["https://www.linkedin.com/in/jane-doe\u200d", JANE],
  ["https://www.linkedin.com/in/jane-doe\u200c", JANE],
  ["https://www.linkedin.com/in/jane-doe\ufe0f", JANE],
  ["https://www.linkedin.com/in/jane-doe\u2800", JANE],
  ["https://www.linkedin.com/in/jane-doe\u3164", JANE],
  ["https://www.linkedin.com/in/jane-doe\u034f", JANE],
  ["https://www.linkedin.com/in/jane-doe\u{e0001}", JANE],
  ["https://www.linkedin.com/in/\u200djane-doe", JANE],
  ["https://www.linkedin.com/in/jane-doe\u200d/details", JANE],
  ["https://www.linkedin.com/in/jane-doe\ufe0f。\u200d?trk=x", JANE],
  ["\u2066https://www.linkedin.com/in/jane-doe\u2069", JANE],
  ["https://www.linkedin.com/in/jane-doe%E3%80%82", JANE],
  ["https://www.linkedin.com/in/jane-doe%E2%80%8D", JANE],
  ["https://www.linkedin.com/in/jane-doe&", JANE],
  ["https://www.linkedin.com/in/jane-doe&amp;", JANE],
  ["https://www.linkedin.com/in/jane-doe&amp;trk=x", JANE],
  ["https://www.linkedin.com/in/jane-doe%26trk%3Dx", JANE],
  ["https://www.linkedin.com/in/jane-doe;jsessionid=1", JANE],
  ["https://www.linkedin.com/in/jane-doe/;jsessionid=1", JANE],
  ["https://www.linkedin.com/in/jane-doe;jsessionid=1?trk=x", JANE],
  ["https://www.linkedin.com/in/jane-doe%3Bjsessionid%3D1", JANE],
  ["https://www.linkedin.com/in/jane\u2011doe", JANE],
  ["https://www.linkedin.com/in/jane\u2010doe", JANE],
  ["'https://www.linkedin.com/in/jane-doe", JANE],
  ["'https://www.linkedin.com/in/jane-doe'", JANE],
  ["\u2019linkedin.com/in/jane-doe", JANE],
  // capitals as Turkish programs write them
  ["HTTPS://WWW.LİNKEDİN.COM/İN/JANE-DOE", JANE],
  ["https://www.linkedin.com/in/İnes", "https://www.linkedin.com/in/ines"],
  ["https://www.linkedin.com/in/%C4%B0nes", "https://www.linkedin.com/in/ines"],
  ["https://www.linkedin.com/in/i\u0307nes", "https://www.linkedin.com/in/ines"],
  ["https://www.linkedin.com/in/ınes", "https://www.linkedin.com/in/%C4%B1nes"],
  // the letters of the slug
  ["https://www.linkedin.com/in/👩\u200d💻", "https://www.linkedin.com/in/%F0%9F%91%A9%E2%80%8D%F0%9F%92%BB"],
  ["https://www.linkedin.com/in/%6Aane-doe", JANE],
  ["https://www.linkedin.com/in/j%C3%BCrgen", JUERGEN],
  ["https://www.linkedin.com/in/J%c3%bcrgen/", JUERGEN],
  ["https://www.linkedin.com/in/J%C3%9CRGEN", JUERGEN],
  ["https://www.linkedin.com/in/jürgen", JUERGEN],
  ["https://www.linkedin.com/in/JÜRGEN", JUERGEN],
  ["https://www.linkedin.com/in/ju\u0308rgen", JUERGEN],
  ["https://www.linkedin.com/in/ju%CC%88rgen", JUERGEN],
  ["https://www.linkedin.com/in/j%25C3%25BCrgen", JUERGEN],
  ["https://www.linkedin.com/in/李明", "https://www.linkedin.com/in/%E6%9D%8E%E6%98%8E"],
  ["https://www.linkedin.com/in/jane-💎", "https://www.linkedin.com/in/jane-%F0%9F%92%8E"],
  ["https://www.linkedin.com/in/jane_doe", "https://www.linkedin.com/in/jane_doe"],
  ["https://www.linkedin.com/in/jane-doe-", "https://www.linkedin.com/in/jane-doe-"],
  [`https://www.linkedin.com/in/${"x".repeat(200)}`, `https://www.linkedin.com/in/${"x".repeat(200)}`],
  // LinkedIn's own ids
  [
    `https://www.linkedin.com/in/ACoAA${"x".repeat(195)}`,
    `https://www.linkedin.com/in/ACoAA${"x".repeat(195)}`,
  ],
  [`https://www.linkedin.com/in/ACoAA${"x".repeat(196)}`, undefined],
  ["https://www.linkedin.com/in/ACoAABcD_eF-gH1", MEMBER],
  ["fr.linkedin.com/IN/ACoAABcD_eF-gH1/details/skills?x=1", MEMBER],
  ["https://www.linkedin.com/in/ACoAABcD_eF-gH1,", MEMBER],
  ["https://www.linkedin.com/in/ACwAAAbC", "https://www.linkedin.com/in/ACwAAAbC"],
  ["https://www.linkedin.com/in/ACwAAAbC,NAME_SEARCH,x", "https://www.linkedin.com/in/ACwAAAbC"],
  ["https://www.linkedin.com/in/ACwAAAbC%2CNAME_SEARCH%2Cx", "https://www.linkedin.com/in/ACwAAAbC"],
  ["https://www.linkedin.com/in/ACoAABcD_eF-gH1;jsessionid=1", MEMBER],
  ["https://www.linkedin.com/in/ACoAABcD_eF-gH1、", MEMBER],
  ["https://www.linkedin.com/in/acoaabcd", "https://www.linkedin.com/in/acoaabcd"],
  // the old public form
  ["https://sy.linkedin.com/pub/jane-doe/a7/576/b50?trk=x", `${JANE}-b50576a7`],
  ["https://www.linkedin.com/pub/jane-doe/1/2/3", `${JANE}-0030021`],
  ["https://www.linkedin.com/pub/Jane-Doe/5A/BB/7/", `${JANE}-0070bb5a`],
  ["https://www.linkedin.com/pub/jane-doe/100/384/6b0/de", `${JANE}-6b0384100`],
  ["https://www.linkedin.com/pub/jane-doe/1/2/3。", `${JANE}-0030021`],
  ["https://www.linkedin.com/pub/jane-doe/1/2/3;jsessionid=1", `${JANE}-0030021`],
  ["https://www.linkedin.com/pub/jane-doe/1/2/3&trk=x", `${JANE}-0030021`],
  ["https://www.linkedin.com/pub/%ff/1/2/3", undefined],
  ["https://www.linkedin.com/pub/jane-doe", JANE],
  ["https://www.linkedin.com/pub/jane-doe/", JANE],
  ["https://www.linkedin.com/pub/jane-doe/1/2", undefined],
  ["https://www.linkedin.com/pub/jane-doe/de", undefined],
  ["https://www.linkedin.com/pub/jane-doe/1/2/wxyz", undefined],
  ["https://www.linkedin.com/pub/dir/jane/doe", undefined],
  ["https://www.linkedin.com/pub/dir/?first=jane&last=doe", undefined],
  // look-alikes
  ["https://linkedin.com.evil.example/in/jane-doe", undefined],
  ["https://evil-linkedin.com/in/jane-doe", undefined],
  ["https://notlinkedin.com/in/jane-doe", undefined],
  ["https://linkedin.co/in/jane-doe", undefined],
  ["https://www.linkedinxcom/in/jane-doe", undefined],
  ["https://linkedin.example/in/jane-doe", undefined],
  ["https://www.linkedin.com@evil.example/in/jane-doe", undefined],
  ["https://jane@www.linkedin.com/in/jane-doe", undefined],
  ["https://evil.example/www.linkedin.com/in/jane-doe", undefined],
  ["https://evil.example/?https://www.linkedin.com/in/jane-doe", undefined],
  ["https://evil.example#www.linkedin.com/in/jane-doe", undefined],
  ["https://www.linkedin.com\\@evil.example/in/jane-doe", undefined],
  ["https://www.lınkedin.com/in/jane-doe", undefined],
  ["https://www.lіnkedin.com/in/jane-doe", undefined],
  ["https://www.xn--lnkedin-4of.com/in/jane-doe", undefined],
  ["https://www.ｌｉｎｋｅｄｉｎ.com/in/jane-doe", undefined],
  ["https://www.linkedin.com.mx/in/jane-doe", undefined],
  ["https://wwwlinkedin.com/in/jane-doe", undefined],
  ["https://linkedin.com-login.example/in/jane-doe", undefined],
  ["https://business.linkedin.com/in/jane-doe", undefined],
  ["https://www.linkedin.com:8443/in/jane-doe", undefined],
  ["ftp://www.linkedin.com/in/jane-doe", undefined],
  ["javascript://www.linkedin.com/in/jane-doe", undefined],
  // no profile
  ["", undefined],
  ["jane-doe", undefined],
  ["in/jane-doe", undefined],
  ["https://www.linkedin.com", undefined],
  ["https://www.linkedin.com/in/", undefined],
  ["https://www.linkedin.com/in/.", undefined],
  ["https://www.linkedin.com/in/---", undefined],
  ["https://www.linkedin.com/in/me/", undefined],
  ["https://www.linkedin.com/in/jane/../bob", undefined],
  ["https://www.linkedin.com/in/%2e%2e/bob", undefined],
  ["https://www.linkedin.com/in/jane doe", undefined],
  ["https://www.linkedin.com/in/jane-do…", undefined],
  ["https://www.linkedin.com/in/j%FCrgen", undefined],
  ["https://www.linkedin.com/in/j%EF%BF%BDrgen", undefined],
  ["https://www.linkedin.com/in/jane%", undefined],
  ["https://www.linkedin.com/in/jane%00", undefined],
  ["https://www.linkedin.com/in/\ud800", undefined],
  ["https://www.linkedin.com/company/acme", undefined],
  ["https://www.linkedin.com/sales/lead/ACwAAAbC_d-E1", undefined],
  ["https://www.linkedin.com/feed/update/in/jane-doe", undefined],
  [`https://www.linkedin.com/in/${"a".repeat(201)}`, undefined],
  [`https://www.linkedin.com/in/jane-doe?${"a".repeat(5_000)}`, undefined],
];

const salesNavLeads: Spellings = [
  ["https://www.linkedin.com/sales/lead/ACwAAAbC_d-E1", LEAD],
  ["https://www.linkedin.com/sales/lead/ACwAAAbC_d-E1,", LEAD],
  ["https://www.linkedin.com/sales/lead/ACwAAAbC_d-E1,NAME_SEARCH,a1B2", LEAD],
  ["https://www.linkedin.com/sales/lead/ACwAAAbC_d-E1,NAME_SEARCH,a1B2?_ntb=x%3D", LEAD],
  ["https://www.linkedin.com/sales/lead/ACwAAAbC_d-E1%2CNAME_SEARCH%2Ca1B2", LEAD],
  ["https://www.linkedin.com/sales/people/ACwAAAbC_d-E1,NAME_SEARCH", LEAD],
  ["linkedin.com/Sales/People/ACwAAAbC_d-E1/", LEAD],
  ["https://www.linkedin.com/sales/lead/ACwAAAbC_d-E1.", LEAD],
  ["https://www.linkedin.com/sales/lead/acwaaabc_d-e1", "https://www.linkedin.com/sales/lead/acwaaabc_d-e1"],
  ["https://www.linkedin.com/sales/people/ACwAAAbC_d-E1,name,undefined/", LEAD],
  ["http://de.linkedin.com/sales/lead/ACwAAAbC_d-E1,", LEAD],
  ["https://www.linkedin.com/sales/lead/ACwAAAbC_d-E1;jsessionid=1", LEAD],
  ["https://www.linkedin.com/sales/lead/ACwAAAbC_d-E1&trk=x", LEAD],
  ["https://www.linkedin.com/sales/lead/ACwAAAbC_d-E1&", LEAD],
  ["https://www.linkedin.com/sales/lead/ACwAAAbC_d-E1】", LEAD],
  ["https://www.linkedin.com/sales/lead/ACwAAAbC_d-E1\u200d,NAME_SEARCH", LEAD],
  ["https://www.linkedin.com/sales/lead/ACwAAAbC_d-E1%E2%80%8D", LEAD],
  ["https://www.linkedin.com/sales/lead/ACwAAAbC_d-E1\ufe0f", LEAD],
  ["'https://www.linkedin.com/sales/lead/ACwAAAbC_d-E1", LEAD],
  ["https://www.linkedin.com/sales/lead/,NAME_SEARCH", undefined],
  ["https://www.linkedin.com/sales/lead/", undefined],
  ["https://www.linkedin.com/sales/lead/jürgen", undefined],
  ["https://www.linkedin.com/sales/company/1234", undefined],
  ["https://www.linkedin.com/in/jane-doe", undefined],
  ["https://linkedin.com.evil.example/sales/lead/ACwAAAbC_d-E1", undefined],
];

const linkedinCompanies: Spellings = [
  ["https://www.linkedin.com/company/acme", ACME],
  ["http://fr.linkedin.com/company/ACME/about/?trk=x", ACME],
  ["linkedin.com/company/acme/people", ACME],
  ["https://www.linkedin.com/company-beta/acme/", ACME],
  ["https://www.linkedin.com/school/acme/", ACME],
  ["https://www.linkedin.com/showcase/acme", ACME],
  ["https://www.linkedin.com/company/1234567", "https://www.linkedin.com/company/1234567"],
  ["https://www.linkedin.com/company/example.com", "https://www.linkedin.com/company/example.com"],
  ["https://www.linkedin.com/company/a-&-b", "https://www.linkedin.com/company/a-%26-b"],
  ["https://www.linkedin.com/company/a-%26-B", "https://www.linkedin.com/company/a-%26-b"],
  ["https://www.linkedin.com/company/acme。", ACME],
  ["https://www.linkedin.com/company/acme–", ACME],
  ["https://www.linkedin.com/company/acme\u200c/about", ACME],
  ["https://www.linkedin.com/company/acme&", ACME],
  ["https://www.linkedin.com/company/acme&trk=x", ACME],
  ["https://www.linkedin.com/company/acme;jsessionid=1", ACME],
  ["'https://www.linkedin.com/company/acme", ACME],
  ["https://www.linkedin.com/company/Société", "https://www.linkedin.com/company/soci%C3%A9t%C3%A9"],
  ["https://www.linkedin.com/company/ACoAABcD", "https://www.linkedin.com/company/acoaabcd"],
  ["https://www.linkedin.com/company/unavailable", undefined],
  ["https://www.linkedin.com/company/", undefined],
  ["https://www.linkedin.com/in/acme", undefined],
  ["https://notlinkedin.com/company/acme", undefined],
];

const salesNavCompanies: Spellings = [
  ["https://www.linkedin.com/sales/company/1234", "https://www.linkedin.com/sales/company/1234"],
  ["https://www.linkedin.com/sales/company/1234。", "https://www.linkedin.com/sales/company/1234"],
  ["https://www.linkedin.com/sales/company/1234;jsessionid=1", "https://www.linkedin.com/sales/company/1234"],
  ["linkedin.com/sales/company/1234/people?x=1", "https://www.linkedin.com/sales/company/1234"],
  ["https://www.linkedin.com/sales/company/1234,", "https://www.linkedin.com/sales/company/1234"],
  ["https://www.linkedin.com/sales/lead/1234", undefined],
  ["https://www.linkedin.com/company/1234", undefined],
];

const emails: Spellings = [
  ["jane@example.com", "jane@example.com"],
  ["  Jane@Example.COM\n", "jane@example.com"],
  ["\u200bjane@example.com\ufeff", "jane@example.com"],
  ["jane.doe+news@example.com", "jane.doe+news@example.com"],
  ["JANE_o'neil/x=y@example.co.uk", "jane_o'neil/x=y@example.co.uk"],
  ["jane@münchen.example", "jane@xn--mnchen-3ya.example"],
  ["jane@MÜNCHEN.example", "jane@xn--mnchen-3ya.example"],
  ["jane@mu\u0308nchen.example", "jane@xn--mnchen-3ya.example"],
  ["jane@XN--MNCHEN-3YA.example", "jane@xn--mnchen-3ya.example"],
  ["jane@例え.テスト", "jane@xn--r8jz45g.xn--zckzah"],
  ["jane@пример.example", "jane@xn--e1afmkfd.example"],
  ["jane@straße.example", "jane@xn--strae-oqa.example"],
  ["jane@ｅｘａｍｐｌｅ.com", "jane@example.com"],
  ["jane@example。com", "jane@example.com"],
  ["JÜRGEN@example.com", "jürgen@example.com"],
  ["ju\u0308rgen@example.com", "jürgen@example.com"],
  [`${"a".repeat(64)}@example.com`, `${"a".repeat(64)}@example.com`],
  [`${"a".repeat(65)}@example.com`, undefined],
  [`${"ü".repeat(32)}@example.com`, `${"ü".repeat(32)}@example.com`],
  [`${"ü".repeat(33)}@example.com`, undefined],
  [`${" ".repeat(1_008)}jane@example.com`, "jane@example.com"],
  [`${" ".repeat(1_009)}jane@example.com`, undefined],
  [`a@${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(63)}.${"e".repeat(57)}.com`, undefined],
  [
    `a@${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(63)}.${"e".repeat(56)}.com`,
    `a@${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(63)}.${"e".repeat(56)}.com`,
  ],
  [`jane@${"b".repeat(64)}.com`, undefined],
  ["'jane@example.com", "jane@example.com"],
  ["''jane@example.com", "jane@example.com"],
  ["'jane@example.com'", "jane@example.com"],
  ["‘jane@example.com’", "jane@example.com"],
  ["\u200b'jane@example.com", "jane@example.com"],
  ["'\u200d'jane@example.com", "jane@example.com"],
  ["' 'jane@example.com", "jane@example.com"],
  ["o'neil@example.com", "o'neil@example.com"],
  ["'o'neil@example.com", "o'neil@example.com"],
  ["'o'neil@example.com'", "o'neil@example.com"],
  ["jane'@example.com", "jane'@example.com"],
  // a pair around the local part is a part of it
  ["'jane'@example.com", "'jane'@example.com"],
  ["''jane''@example.com", "''jane''@example.com"],
  ["'JANE'\u200d@example.com", "'jane'@example.com"],
  ["\u2018jane\u2019@example.com", "\u2018jane\u2019@example.com"],
  ["'jane'@example.com'", undefined],
  ["'@example.com", undefined],
  ["''@example.com", undefined],
  ["'\u200d'@example.com", undefined],
  ["JANİE@EXAMPLE.COM", "janie@example.com"],
  ["janİe@example.com", "janie@example.com"],
  ["JANI\u0307E@example.com", "janie@example.com"],
  ["jani\u0307e@example.com", "janie@example.com"],
  ["janıe@example.com", "janıe@example.com"],
  ["jane@MİCROSOFT.example", "jane@microsoft.example"],
  ["jane@xn--sirket-qyd.com.tr", "jane@sirket.com.tr"],
  ["jane\u200d@example.com", "jane@example.com"],
  ["\ufe0fjane@example.com\u200d", "jane@example.com"],
  ["ja\u034fne@example.com", "jane@example.com"],
  ["\u2800jane@example.com\u3164", "jane@example.com"],
  ["\u202ajane@example.com\u202c", "jane@example.com"],
  ["jane@\u200dexample.com", "jane@example.com"],
  ["", undefined],
  ["@", undefined],
  ["jane", undefined],
  ["jane@", undefined],
  ["@example.com", undefined],
  ["example.com", undefined],
  ["jane@example.com'", undefined],
  ["jane@localhost", undefined],
  ["jane@example.com.", undefined],
  ["jane@.example.com", undefined],
  ["jane@-example.com", undefined],
  ["jane@exam_ple.com", undefined],
  ["jane@127.0.0.1", undefined],
  ["jane@[127.0.0.1]", undefined],
  ["jane@example.123", undefined],
  ["jane@example.com%2ede", undefined],
  ["jane@münchen.example#x", undefined],
  [".jane@example.com", undefined],
  ["jane.@example.com", undefined],
  ["jane..doe@example.com", undefined],
  ["jane doe@example.com", undefined],
  ["jane\u00a0doe@example.com", undefined],
  ["jane\u0000@example.com", undefined],
  ["jane\r\nbcc:x@example.com", undefined],
  ["jane@doe@example.com", undefined],
  ['"jane doe"@example.com', undefined],
  ["jane(work)@example.com", undefined],
  ["<jane@example.com>", undefined],
  ["Jane <jane@example.com>", undefined],
  ["mailto:jane@example.com", undefined],
  ["jane@example.com,bob@example.com", undefined],
  ["\ud800@example.com", undefined],
];

const domains: Spellings = [
  ["acme.example", "acme.example"],
  ["  ACME.Example. ", "acme.example"],
  ["www.acme.example", "acme.example"],
  ["WWW.acme.example", "acme.example"],
  ["www.www.acme.example", "acme.example"],
  ["https://www.acme.example/about?x=1#y", "acme.example"],
  ["http://acme.example:8080", "acme.example"],
  ["//acme.example", "acme.example"],
  ["acme.example/path@x", "acme.example"],
  ["acme.example?x", "acme.example"],
  ["shop.acme.example", "shop.acme.example"],
  ["www2.acme.example", "www2.acme.example"],
  ["www.example", "www.example"],
  ["münchen.example", "xn--mnchen-3ya.example"],
  ["https://WWW.MÜNCHEN.example/", "xn--mnchen-3ya.example"],
  ["xn--mnchen-3ya.example", "xn--mnchen-3ya.example"],
  ["例え.テスト", "xn--r8jz45g.xn--zckzah"],
  ["straße.example", "xn--strae-oqa.example"],
  ["'acme.example", "acme.example"],
  ["acme.example。", "acme.example"],
  ["acme.example\u200d/about", "acme.example"],
  ["\u3164acme.example\ufe0f", "acme.example"],
  ["İNES.example", "ines.example"],
  ["SİRKET.com.tr", "sirket.com.tr"],
  ["xn--sirket-qyd.com.tr", "sirket.com.tr"],
  ["https://www.XN--SIRKET-QYD.com.tr/x", "sirket.com.tr"],
  ["xn--ix-ruba.example", "ix.example"],
  ["xn--mnchen-3ya.example", "xn--mnchen-3ya.example"],
  ["xn--zzzzzz99.example", "xn--zzzzzz99.example"],
  ["", undefined],
  ["acme", undefined],
  ["localhost", undefined],
  ["127.0.0.1", undefined],
  ["127.1", undefined],
  ["0x7f.0.0.0x1", undefined],
  ["１２７。0。0。1", undefined],
  ["[::1]", undefined],
  ["acme..example", undefined],
  ["acme.example..", undefined],
  [".acme.example", undefined],
  ["-acme.example", undefined],
  ["ac_me.example", undefined],
  ["ac me.example", undefined],
  ["a%2ecme.example", undefined],
  ["jane@acme.example", undefined],
  ["https://user@acme.example", undefined],
  ["https://user:80@acme.example", undefined],
  ["acme.example\\@evil.example", undefined],
  ["ftp://acme.example", undefined],
  [`${"a".repeat(64)}.example`, undefined],
  [`${"a.".repeat(126)}example`, undefined],
];

describe.each([
  ["canonicalLinkedinProfile", canonicalLinkedinProfile, linkedinProfiles],
  ["canonicalSalesNavLead", canonicalSalesNavLead, salesNavLeads],
  ["canonicalLinkedinCompany", canonicalLinkedinCompany, linkedinCompanies],
  ["canonicalSalesNavCompany", canonicalSalesNavCompany, salesNavCompanies],
  ["canonicalEmail", canonicalEmail, emails],
  ["canonicalDomain", canonicalDomain, domains],
] as const)("%s", (_, canonical, spellings) => {
  test.each(spellings)("%j → %j", (raw, key) => {
    expect(canonical(raw)).toBe(key);
    // A canonical form is its own canonical form.
    expect(key === undefined ? undefined : canonical(key)).toBe(key);
  });
});

describe("findIdentifiers", () => {
  const known = [
    ["contact", "linkedin", linkedinProfiles],
    ["contact", "salesNav", salesNavLeads],
    ["company", "linkedin", linkedinCompanies],
    ["company", "salesNav", salesNavCompanies],
    ["contact", "email", emails],
    ["company", "domain", domains],
  ] as const;
  const cases = known.flatMap(([entity, kind, spellings]) =>
    spellings.flatMap(([raw, value]) => (value === undefined ? [] : [{ entity, kind, raw, value }])),
  );
  const found = (text: string, entity: "contact" | "company") =>
    findIdentifiers(text, { entity, field: "note", budget: { left: Infinity } });

  test.each(cases)("$kind $raw: by itself, and in a sentence", ({ entity, kind, raw, value }) => {
    const identifier = { entity, kind, value };
    expect(found(raw, entity)).toContainEqual(identifier);
    // A text that begins with something that isn't shown is no word of a sentence.
    if (/\s|^[^\p{L}\p{N}]/u.test(raw.trim())) return;
    for (const text of [`ask ${raw.trim()} today`, `a;<${raw.trim()}>`])
      expect(found(text, entity), text).toContainEqual(identifier);
  });

  test.each([
    ["mailto:jane@example.com?subject=x", "jane@example.com"],
    ["Jane Doe <Jane@Example.com>", "jane@example.com"],
    ["“jane@example.com”", "jane@example.com"],
    ["'jane@example.com'", "jane@example.com"],
    ["a@example.com, jane@example.com;b@example.com", "jane@example.com"],
    ["https://x.example/?e=jane%40example.com&y=%ff", "jane@example.com"],
    ["https://x.example/?e=j%C3%BCrgen%40example.com%", "j\u00fcrgen@example.com"],
    ["https://x.example/?e=jane%E2%80%8B%40example.com", "jane@example.com"],
    ["jane\u200b@exam\u00adple.com.", "jane@example.com"],
    ["jane@example.com and bob@", "jane@example.com"],
    ["jane@example.com\n" + "a long letter ".repeat(100), "jane@example.com"],
    ["a long letter ".repeat(100) + "jane@example.com", "jane@example.com"],
    ["so ...jane@example.com", "jane@example.com"],
    ["https://x.example/?e=jane%40face.example", "jane@face.example"],
    ["https://x.example/?e=%djane%40example.com", "djane@example.com"],
    ["https://x.example/?u=https%3A%2F%2Fwww.linkedin.com%2Fin%2FJane-Doe", JANE],
    ["https://x.example/?u=https%3A%2F%2Fwww.linkedin.com%2Fin%2FJane-Doe%2F", JANE],
    ["https://other.example/in/jane-doe", JANE],
    ["in/jane-doe", JANE],
    ["linkedin.com/in/jane-doe|linkedin.com/in/other", JANE],
    ["https://www.linkedin.com/in/jane-doe and https://www.linkedin.com/in/other", JANE],
  ])("%s names %s", (text, value) => {
    expect(found(text, "contact").map((each) => each.value)).toContain(value);
  });

  test("a text that is an identifier is found however long its spelling is", () => {
    const slug = encodeURIComponent("李".repeat(150));
    const url = `https://www.linkedin.com/in/${slug}`;
    expect(found(`https://www.linkedin.com/in/${encodeURIComponent(slug)}`, "contact")).toContainEqual({
      entity: "contact",
      kind: "linkedin",
      value: url,
    });
  });

  test("no part of an address is taken for another one", () => {
    const values = found("jane.doe@example.com", "contact").map(({ value }) => value);
    expect(new Set(values)).toEqual(new Set(["jane.doe@example.com"]));
  });

  test("a bare slug is one in a column of such", () => {
    const at = (field: string, text: string, entity: "contact" | "company" = "contact") =>
      findIdentifiers(text, { entity, field, budget: { left: Infinity } }).map(({ value }) => value);
    expect(at("LinkedIn profile", " Jane-Doe ")).toEqual([JANE]);
    expect(at("LinkedIn profile", `${" ".repeat(5_000)}Jane-Doe\n`)).toEqual([JANE]);
    expect(at("linkedinUrlSalesNav", "ACwAAAbC_d-E1,NAME_SEARCH")).toEqual([LEAD]);
    expect(at("LinkedIn page", "acme", "company")).toContain(ACME);
    expect(at("linkedinUrlSalesNav", "1234", "company")).toContain(
      "https://www.linkedin.com/sales/company/1234",
    );
    expect(at("city", "jane-doe")).toEqual([]);
  });
});
