/** Names and places with letters beyond ASCII, by language, and the charsets that such files are written in. */
export const PEOPLE = {
  german:
    "Jürgen Müller Köln Jörg Weiß Günther Größe Björn Schäfer Käthe Böhm Düsseldorf München Groß Änne Krüger Schröder Köhler Möller Jäger Bäcker Lübeck Nürnberg Würzburg Göttingen Hänsel Grün Strauß",
  french:
    "Hélène Lefèvre François Gérard Zoé Bérénice Benoît Château Anaïs Noël Gaël Rivière Agnès Prévost Jérôme Garçon Société Générale Chloé Barthélemy Geneviève Maïté Théo Cécile Frédéric Mélanie Léa Étienne Orléans Besançon Nîmes",
  spanish:
    "José Muñoz Begoña Ibáñez María García Ángel Núñez Martín Peña Óscar López Málaga Iñigo Gutiérrez Fernández Rodríguez Sánchez Pérez Gómez Jiménez Álvarez Díaz Hernández Cádiz Jesús Ramón Andrés Inés",
  swedish:
    "Åsa Öberg Björn Sjöström Malmö Göran Åkesson Märta Bäck Håkan Lindström Gävle Västerås Jönköping Nyström",
  danish:
    "Søren Jørgensen Århus Børge Kjær Bjørn Østergaard Åse Møller Sørensen Højgaard Nørgård Køge Næstved",
  polish:
    "Łukasz Wiśniewski Paweł Dąbrowski Małgorzata Wójcik Łódź Kraków Jabłońska Michał Król Wróblewski Kamińska Zieliński Kozłowski Szymański Woźniak Stępień Rafał Poznań Gdańsk Wrocław",
  czech:
    "Jiří Dvořák Tomáš Novotný Lukáš Černý Kateřina Procházková Ondřej Růžička Šárka Kučerová Plzeň Zdeněk Kříž Nováková Veselý Hájek Bartoš Jelínek Pospíšil Kolář Šimůnek",
  russian:
    "Иван Петров Мария Иванова Сергей Кузнецов Ольга Смирнова Москва Дмитрий Соколов Алексей Попов Елена Васильева Наталья",
  turkish:
    "Ayşe Yılmaz Öztürk İbrahim Şahin Gülşen Doğan Çağlar Işık İstanbul Muğla Oğuz Kılıç Çetin Özdemir Yıldız Aydın Şükrü Gökçe Uğur Tuğba",
  japanese:
    "山田 太郎 鈴木 花子 佐藤 健 高橋 美咲 株式会社トヨタ 東京都 大阪市 田中 一郎 渡辺 伊藤 中村 小林 加藤 サービス",
  chinese:
    "王伟 李芳 张娜 刘洋 陈静 杨磊 赵敏 黄勇 周杰 吴霞 徐明 孙丽 马超 朱琳 胡军 郭涛 何平 高峰 林峰 罗燕 北京 上海 广州 深圳 杭州 成都 武汉 南京 西安 重庆 苏州 天津 沈阳 长沙 总经理 工程师 财务总监",
  taiwanese:
    "陳怡君 林志明 黃淑芬 張雅婷 李俊傑 王美玲 吳建宏 劉家豪 蔡佩珊 楊宗翰 許淑惠 鄭文雄 謝欣怡 郭志偉 台北 高雄 台中 新竹 台南 桃園 香港 九龍 總經理 工程師 陳大文",
  korean:
    "김철수 이영희 박지민 최민수 정수진 강동원 조현우 윤서연 장미란 임재범 서울 부산 대구 인천 광주 대전 과장 부장 대표이사 주식회사 개발자 신동엽",
} as const;

const WEST = ["german", "french", "spanish", "swedish", "danish"] as const;

export const WRITTEN: Readonly<Record<string, readonly (keyof typeof PEOPLE)[]>> = {
  "windows-1252": WEST,
  "windows-1250": ["polish", "czech", "german"],
  "windows-1251": ["russian"],
  "windows-1254": ["turkish"],
  ibm850: WEST,
  macintosh: WEST,
  shift_jis: ["japanese"],
  "euc-jp": ["japanese"],
  gbk: ["chinese"],
  big5: ["taiwanese"],
  "euc-kr": ["korean"],
  "utf-16le": ["japanese", "french", "russian"],
  "utf-8": ["german", "czech", "russian", "japanese"],
};
