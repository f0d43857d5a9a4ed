import type { Identifier, IdentifierKind } from "@onefold/contract";
import { trimBlank } from "./blank.ts";
import { canonicalEmail } from "./canonical-email.ts";
import { companyDefinition, contactDefinition } from "./definitions.ts";
import { readIdentifier } from "./read-identifier.ts";
import { tidyPhone } from "./tidy-phone.ts";

/**
 * A value by which people count as unsubscribed, in its canonical form: an e-mail or a page of one person, the domain of
 * many people's e-mails, or a phone number, which names no contact.
 */
export interface UnsubscribedValue {
  readonly kind: IdentifierKind | "phone";
  readonly value: string;
}

/** The digits of a phone number as people write them, with a plus and without. */
const PHONE = /^\+?\(?\d[\d\s()./-]*$/;
const PHONE_DIGITS = { least: 7, most: 15 };
/** A domain as it is, or as the address of a site without a path. */
const DOMAIN = /^(?:(?:https?:)?\/\/)?([^@/?#\s]+)\/?$/i;

const DOMAINS = { identifiers: companyDefinition.identifiers.filter(({ kind }) => kind === "domain") };

/**
 * Reads a text as such a value, by its form. What follows an at sign is the domain of e-mails as it is; without one, `www.`
 * in front is a site's. The address of a page on a site is no domain: it would unsubscribe all who have an e-mail there.
 */
export function readUnsubscribedValue(text: string): UnsubscribedValue | undefined {
  const phone = readPhone(text);
  if (phone !== undefined) return { kind: "phone", value: phone };
  if (trimBlank(text).startsWith("@")) {
    // Read as a whole e-mail is, so that it is the domain of each.
    const email = canonicalEmail(`a${trimBlank(text)}`);
    return email === undefined ? undefined : domainOf(email);
  }
  const domain = DOMAIN.exec(text.trim())?.[1];
  return (
    readIdentifier(contactDefinition, text) ??
    (domain === undefined ? undefined : readIdentifier(DOMAINS, domain))
  );
}

function readPhone(text: string): string | undefined {
  const tidy = tidyPhone(text);
  const digits = tidy.replace(/\D/g, "");
  if (!PHONE.test(tidy) || digits.length < PHONE_DIGITS.least || digits.length > PHONE_DIGITS.most)
    return undefined;
  return tidy.startsWith("+") ? `+${digits}` : digits;
}

/** Gives the values that unsubscribe who has the identifier. */
export function unsubscribedBy({ kind, value }: Identifier): UnsubscribedValue[] {
  if (kind !== "email") return [{ kind, value }];
  return [{ kind, value }, domainOf(value)];
}

/** Gives the domain of an e-mail. It keeps the at sign where it would read as another one without it. */
function domainOf(email: string): UnsubscribedValue {
  const at = email.lastIndexOf("@");
  const host = email.slice(at + 1);
  const isPlain = readIdentifier(DOMAINS, host)?.value === host;
  return { kind: "domain", value: isPlain ? host : email.slice(at) };
}
