import { foldWord } from "./fold-word.ts";

/**
 * What stands where a value should: words that say "nothing" or "unknown", that a program or a template left, or that
 * somebody typed to get past a form. Written here in lower case, without hyphens, dots and underscores.
 *
 * Sources: issue 10 (values that folded strangers); what languages print for no value (`undefined`, `null`, `None`,
 * `nil`, `NaN`, `false`, `[object Object]`); the missing values of pandas' `read_csv` and of R; OpenAPI's example
 * `string`; LinkedIn's own pages, which have no person behind them; the names of fields in common templates; and the
 * words for "none", "unknown" and "not given" in the languages of our CSV headers and in those that most CRMs speak.
 */

/** They say nothing wherever they stand, and nobody is called so. */
export const STRONG_WORDS: ReadonlySet<string> = words(`
  undefined undef unknown none notfound notavailable notapplicable notprovided notspecified notset notgiven notknown
  novalue nothing missing unavailable unspecified unassigned placeholder objectobject nullnull undefinedundefined
  noneprovided nonegiven nonefound doesnotexist tobedefined tobeconfirmed tobeannounced fixme loremipsum firstname
  lastname firstnamelastname firstlast fullname yourname yourfirstname yourlastname yourprofile youraccount yourusername
  youremail youremailaddress yourcompany yourdomain yourwebsite yourlinkedin emailaddress emailnotprovided emailunknown
  linkedinurl linkedinprofile linkedinprofileurl profileurl profilelink profileid companyurl companyname companyid
  username linkedinmember linkedinuser mylinkedin mylinkedinprofile pagenotfound redacted withheld anonymousmember privateprofile hiddenprofile deleteduser removeduser
  inconnu inconnue nonrenseigné nonrenseignée nonconnu noncommuniqué sansobjet
  unbekannt keineangabe keineangaben nichtbekannt nichtvorhanden nichtangegeben nichtverfügbar
  desconocido desconocida noaplica nodisponible sindatos sininformación
  sconosciuto sconosciuta nondisponibile nonspecificato
  desconhecido desconhecida nãodisponível nãoinformado nãoaplicável semdados
  onbekend nietbekend nietbeschikbaar okänd ukendt ukjent tuntematon eitiedossa nieznany nieznana brakdanych neznámý
  ismeretlen necunoscut bilinmiyor bilinmeyen
  неизвестно неизвестный неизвестен нет нетданных отсутствует немає невідомо 不明 なし 無し 未設定 未知 没有 未填写 无
  없음 알수없음 غيرمعروف لايوجد
`);

/**
 * Names, or words of an address, too: `test@acme.com` is somebody's, `test@test.com` and `test@gmail.com` aren't. In
 * LinkedIn's URLs all of them count: one person in the world can have such a page, and a team can allow that one.
 */
export const WEAK_WORDS: ReadonlySet<string> = words(`
  null nil void empty blank false true error invalid test tests testing tester
  testtest example sample demo dummy fake temp email mail myname name user users your here string value text field
  default lorem abc abcd abcde abc123 asd asdf asdfg asdfgh asdfasdf qwe qwer qwert qwerty zxcv foobar blah blabla
  whatever nope yes private hidden secret confidential anonymous deleted removed noname todo
  myemail mydomain mycompany userid someone somebody someuser
  aucun aucune néant keine keiner keines ninguno ninguna nada nessuno nessuna nenhum nenhuma geen ingen saknas brak
  žádný nincs yok prueba essai probe prova teste exemplo ejemplo exemple beispiel esempio voorbeeld muster mustermann
  0 00 000 123 1234 12345 123456 1234567890
`);

/** Initials as well: they count where the whole value agrees. */
export const INITIALS: ReadonlySet<string> = words(`
  na nan nd ns ka nb nv nvt tbd tba tbc idk me you no xx xyz aa bb zz noone
`);

/** Whole addresses that people type to get past a form, without their ending. */
export const TYPED_ADDRESSES: ReadonlySet<string> = new Set(
  list(`
  foo@bar foo@foo bar@bar foobar@foobar admin@admin guest@guest anon@anon anonymous@nowhere nobody@nowhere noone@nowhere
  nobody@nobody noone@noone someone@somewhere somebody@somewhere none@nowhere x@y abc@xyz abc@def no@mail no@thanks
  not@available not@provided not@given not@applicable non@fourni non@renseigne pas@email keine@mail
  hidden@email private@email name@name
`),
);

/** What follows a "no": `noemail`, `sans-adresse`, `keine-mail`. */
export const NEGATIONS: readonly string[] = list(
  `no not non without sans pasde pasd kein keine ohne sin sem senza geen zonder ingen bez brak donot`,
);
export const NEGATED: ReadonlySet<string> = words(`
  email emails mail mails emailaddress mailaddress address adresse adress adres correo correoelectronico courriel
  contact contacto kontakt linkedin linkedinurl linkedinprofile profile profil perfil profilo url link website site
  web webseite domain domaine company reply replies responder respond data info information account answer
`);

/** Addresses that nobody reads, in further languages. */
export const NO_REPLY: ReadonlySet<string> = words(`
  noreply noreplies donotreply dontreply nepasrepondre noresponder noresponda naoresponda naoresponder nonrispondere
  nichtantworten keineantwort antwortenichtmoglich nietbeantwoorden svarainte ikkesvar
`);

/** LinkedIn's own pages below `/in/`, and what stands in its links where a name should. */
export const PROFILE_WORDS: ReadonlySet<string> = words(`
  in pub dir edit feed profile profiles profil perfil publicprofile view viewprofile myprofile company companies school
  sales lead leads people person persons member members contact contacts home login signin signup signout join jobs
  search searchresults settings notifications messaging messages mynetwork network learning premium authwall checkpoint
  url uri link links http https www com net linkedin linkedincom linkedininc id ids slug handle account public n
  outofnetwork recruiter talent overlay details about index undefinedprofile
`);

/**
 * What is no company's page. Fewer, since companies take such words for names, and LinkedIn numbers them; `example` is what
 * our documentation has.
 */
export const COMPANY_WORDS: ReadonlySet<string> = words(`
  null nil nan na n false test testing empty blank sample demo dummy asdf qwerty string company companies
  setup linkedincom url http https www 0 00 000 xxx
`);

/** What isn't a company's domain under any ending. */
export const DOMAIN_WORDS: ReadonlySet<string> = words(`
  undefined none placeholder notavailable notprovided notapplicable notfound yourdomain yourcompany yourwebsite
  yoursite yourcompanyname mydomain mycompany mywebsite mysite companyname domainname websiteurl companywebsite
  exampledomain somedomain somecompany noemail nomail nodomain nowebsite nosite nocompany noreply
`);

/** The same under `.com`, `.net` and `.org`: elsewhere they are names of companies. */
export const GENERIC_DOMAIN_WORDS: ReadonlySet<string> = words(`
  test null unknown domain company website site email noname anonymous invalid fake dummy sample asdf asdfasdf qwerty
  abcd xxx 123 1234 12345 user username
`);

function words(text: string): ReadonlySet<string> {
  return new Set(list(text).map(foldWord));
}

function list(text: string): string[] {
  return text.trim().split(/\s+/);
}
