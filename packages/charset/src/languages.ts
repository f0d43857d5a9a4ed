/**
 * The letters that languages have besides a to z, each as often as it weighs: what a word of that language is made of.
 * Of scripts of their own, all letters.
 */
export const LANGUAGES: Readonly<Record<string, string>> = {
  german: "üüüüüööööäääßß",
  french: "ééééééééééééèèèèçççêêîôâàïïëëûùœÿæ",
  spanish: "ííííóóóóáááéééñññúúü",
  catalan: "èèàòóéíçïüú",
  portuguese: "ããããççççõõáááéééííóóúêêâôà",
  italian: "òòòàààèèùùìé",
  swedish: "ööööåååääää",
  danish: "øøøøæææåååéöä",
  finnish: "ääääööå",
  icelandic: "óóóððððþþííáúéýöæ",
  estonian: "äääõõüüöšž",
  dutch: "ëëïéèüöó",
  irish: "áéíóú",
  albanian: "ëëëç",
  polish: "łłłłłńńńńóóśśśąąęężżćź",
  czech: "ááááííííéééýýřřřššččžžěěůúňťďó",
  slovak: "ááááííéýšččžúľôäňťďó",
  hungarian: "ááááééééóóóööííőőüúűú",
  romanian: "ăăățțțţţșșșşşâîî",
  croatian: "ćććččššžžđ",
  slovene: "čččššžž",
  turkish: "ııııüüüşşşğğğööçç",
  lithuanian: "ėėšššžžįųųūčąę",
  latvian: "āāāīīēūņņļļšķģčž",
  russian:
    "ооооооооееееееееаааааааиииииииинннннннтттттссссррррввввллллккккммдддпппууяяььыыггззббччййххжжшшююцщэфъё",
  ukrainian: "ооооооооааааааанннннниииииііііівввврррререттттссслллккккмммдддпппууяяьгггззбчйхжшюющїцєєфґ",
  greek: "αααααααάάοοοοόόιιιιιίίεεεεέέττττσσσσςςνννρρρρηηήπππκκκλλμμυυύωώγγδδθχφβξζψϊΰΐϋ",
  hebrew: "אבגדהוזחטיכלמנסעפצקרשתךםןףץ",
  arabic: "اااااالليييننمموورربتتددسعهةححكقفجشصخطضذزثغظءآأإؤئىپچژگکی",
};
