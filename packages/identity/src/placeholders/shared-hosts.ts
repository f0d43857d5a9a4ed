/**
 * Hosts that many share, so that one of them as a company's domain makes one company of strangers. What these lists
 * leave out is in two packages (`is-shared-host.ts`): the Public Suffix List, and the small providers of mail.
 *
 * Ours, gathered from what stands in the column "website" of contact lists, and from the services' own pages about the
 * addresses that they give. Companies that give no pages or addresses to others aren't here, however large.
 */

/**
 * Everybody's pages are below a path, so no subdomain is a company's either. Only hosts where a page of somebody else is
 * what people mean by the host: tools that many use (`slack.com`, `figma.com`, `github.com`) are customers as others are.
 */
export const PAGE_HOSTS: readonly string[] = words(`
  facebook.com fb.com fb.me fb.watch messenger.com instagram.com instagr.am threads.net threads.com whatsapp.com wa.me
  linkedin.com lnkd.in linkedin.cn twitter.com x.com t.co youtube.com youtu.be youtube-nocookie.com vimeo.com
  dailymotion.com twitch.tv tiktok.com snapchat.com pinterest.com pinterest.de pinterest.fr pinterest.es pinterest.it
  pinterest.co.uk pinterest.ca pinterest.com.au pinterest.ch pinterest.at pinterest.jp pin.it reddit.com redd.it
  quora.com discord.com discord.gg t.me telegram.me vk.com vk.ru ok.ru odnoklassniki.ru weibo.com weixin.qq.com zhihu.com
  douyin.com bilibili.com xiaohongshu.com line.me lin.ee kakao.com xing.com viadeo.com mastodon.social mastodon.online
  bsky.app flickr.com 500px.com behance.net dribbble.com deviantart.com soundcloud.com open.spotify.com mixcloud.com
  meetup.com nextdoor.com myspace.com clubhouse.com researchgate.net academia.edu orcid.org linktr.ee lnk.bio bio.link
  beacons.ai campsite.bio taplink.cc solo.to about.me bento.me hihello.me bitbucket.org gist.github.com sourceforge.net
  npmjs.com crunchbase.com wellfound.com angel.co producthunt.com yelp.com yelp.de yelp.fr tripadvisor.com tripadvisor.de
  tripadvisor.fr tripadvisor.co.uk trustpilot.com glassdoor.com glassdoor.de kununu.com yellowpages.com gelbeseiten.de
  pagesjaunes.fr paginegialle.it paginasamarillas.es goldenpages.be bit.ly tinyurl.com goo.gl ow.ly buff.ly is.gd v.gd
  rebrand.ly cutt.ly shorturl.at tiny.cc t.ly rb.gy bl.ink s.id dlvr.it ift.tt lnkiy.com shorte.st adf.ly qr.ae g.co
  g.page forms.gle maps.app.goo.gl amzn.to a.co spoti.fi apple.co msft.it aka.ms hubs.ly hubs.li mailchi.mp eepurl.com
  itunes.apple.com apps.apple.com appsto.re play.google.com chrome.google.com apps.microsoft.com
  chromewebstore.google.com marketplace.visualstudio.com appexchange.salesforce.com galaxy.store appgallery.huawei.com
  docs.google.com drive.google.com sites.google.com forms.google.com maps.google.com groups.google.com
  business.google.com plus.google.com photos.google.com calendar.google.com meet.google.com mail.google.com
  dropboxusercontent.com we.tl onedrive.live.com 1drv.ms scribd.com slideshare.net issuu.com docsend.com
  teams.microsoft.com web.archive.org webcache.googleusercontent.com translate.goog patreon.com kickstarter.com
  indiegogo.com gofundme.com eventbrite.com eventbrite.de eventbrite.co.uk eventbrite.fr etsy.com
`);

/** Each customer has a subdomain, which is fine: the host itself is what is left where somebody cuts that off. */
export const BUILDER_HOSTS: readonly string[] = words(`
  wordpress.com wordpress.org blogger.com blogspot.com wixsite.com wixstudio.com editorx.io weebly.com squarespace.com
  jimdo.com jimdosite.com jimdofree.com strikingly.com site123.me webnode.com webnode.fr webnode.de webnode.es webnode.it
  webnode.cz yolasite.com webs.com homestead.com godaddysites.com business.site tumblr.com substack.com medium.com
  ghost.io livejournal.com typepad.com over-blog.com canalblog.com eklablog.com e-monsite.com hatenablog.com ameblo.jp
  carrd.co notion.site tilda.ws ucoz.ru narod.ru bigcartel.com bandcamp.com gumroad.com teachable.com thinkific.com
  kajabi.com podia.com square.site ecwid.com myshopify.com mailchimpsites.com hubspotpagebuilder.com hs-sites.com
  unbouncepages.com leadpages.co clickfunnels.com instapage.com webflow.io framer.website framer.app github.io gitlab.io
  netlify.app vercel.app herokuapp.com pages.dev workers.dev web.app firebaseapp.com appspot.com azurewebsites.net
  cloudfront.net amazonaws.com onmicrosoft.com sharepoint.com wikidot.com fandom.com pbworks.com angelfire.com tripod.com
  geocities.com freeservers.com 000webhostapp.com altervista.org
`);

/** Providers of mail that everybody can have an address with. Many carriers among them have another domain as a company. */
export const MAIL_HOSTS: readonly string[] = words(`
  gmail.com googlemail.com outlook.com outlook.fr outlook.de outlook.es outlook.it outlook.be outlook.dk outlook.at
  outlook.jp outlook.in outlook.ie outlook.pt outlook.cz outlook.com.br outlook.com.au outlook.co.id hotmail.com
  hotmail.fr hotmail.de hotmail.es hotmail.it hotmail.co.uk hotmail.be hotmail.nl hotmail.ch hotmail.se hotmail.no
  hotmail.dk hotmail.fi hotmail.gr hotmail.ca hotmail.co.jp hotmail.com.br hotmail.com.ar hotmail.com.tr live.com live.fr
  live.de live.it live.nl live.be live.se live.no live.dk live.ca live.co.uk live.com.au live.com.mx live.cn msn.com
  passport.com windowslive.com yahoo.com yahoo.fr yahoo.de yahoo.es yahoo.it yahoo.co.uk yahoo.ie yahoo.ca yahoo.co.jp
  yahoo.co.in yahoo.in yahoo.com.br yahoo.com.ar yahoo.com.mx yahoo.com.au yahoo.com.tw yahoo.com.hk yahoo.com.sg
  yahoo.com.ph yahoo.com.vn yahoo.co.id yahoo.co.kr yahoo.gr yahoo.ro yahoo.pl yahoo.se ymail.com rocketmail.com
  myyahoo.com icloud.com me.com mac.com aol.com aol.fr aol.de aol.co.uk aim.com gmx.com gmx.de gmx.net gmx.at gmx.ch
  gmx.fr gmx.co.uk gmx.es gmx.us gmx.org gmx.info gmx.eu web.de email.de t-online.de magenta.de freenet.de arcor.de
  online.de alice-dsl.net vodafonemail.de posteo.de posteo.net mailbox.org mail.de proton.me protonmail.com protonmail.ch
  pm.me tuta.com tuta.io tutanota.com tutanota.de tutamail.com keemail.me hey.com fastmail.com fastmail.fm zohomail.com
  zohomail.eu hushmail.com mail.com email.com usa.com mailfence.com startmail.com runbox.com disroot.org riseup.net
  duck.com mozmail.com simplelogin.com anonaddy.me inbox.com lycos.com excite.com juno.com netzero.net yandex.com
  yandex.ru ya.ru yandex.ua mail.ru inbox.ru list.ru bk.ru internet.ru rambler.ru lenta.ru ukr.net i.ua meta.ua
  bigmir.net abv.bg mail.bg dir.bg inbox.lv inbox.lt one.lt mail.ee hot.ee seznam.cz email.cz post.cz centrum.cz atlas.cz
  volny.cz centrum.sk azet.sk zoznam.sk post.sk wp.pl o2.pl interia.pl interia.eu onet.pl onet.eu op.pl poczta.onet.pl
  gazeta.pl tlen.pl vp.pl freemail.hu citromail.hu indamail.hu t-email.hu wanadoo.fr neuf.fr laposte.net bbox.fr
  numericable.fr club-internet.fr aliceadsl.fr libero.it virgilio.it tin.it alice.it email.it inwind.it iol.it
  fastwebnet.it telefonica.net terra.es ono.com sapo.pt iol.pt clix.pt netcabo.pt bluewin.ch hispeed.ch aon.at chello.at
  skynet.be kpnmail.nl planet.nl hetnet.nl home.nl chello.nl casema.nl upcmail.nl zeelandnet.nl online.no spray.se
  bredband.net mail.dk jubii.dk sol.dk luukku.com kolumbus.fi btinternet.com btopenworld.com talktalk.net ntlworld.com
  blueyonder.co.uk tiscali.co.uk freeserve.co.uk eircom.net comcast.net verizon.net att.net sbcglobal.net bellsouth.net
  pacbell.net ameritech.net charter.net cox.net rr.com roadrunner.com mindspring.com optonline.net optimum.net
  frontiernet.net windstream.net centurylink.net centurytel.net q.com embarqmail.com suddenlink.net sympatico.ca
  videotron.ca bell.net telus.net bigpond.com bigpond.net.au optusnet.com.au ozemail.com.au xtra.co.nz bol.com.br
  ig.com.br prodigy.net.mx fibertel.com.ar arnet.com.ar rediffmail.com sify.com vsnl.net qq.com foxmail.com 163.com
  126.com yeah.net 188.com sina.com sina.cn sohu.com aliyun.com 139.com 189.cn 21cn.com tom.com naver.com daum.net
  hanmail.net nate.com docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp biglobe.ne.jp ocn.ne.jp so-net.ne.jp
  walla.com walla.co.il netvision.net.il mynet.com otenet.gr forthnet.gr telkomsa.net webmail.co.za mailinator.com
  yopmail.com guerrillamail.com 10minutemail.com temp-mail.org sharklasers.com trashmail.com
`);

/**
 * Carriers and others whose customers have addresses under the company's own domain: as an address it says nothing, and
 * as a company's domain it is that company. Those with another domain as a company are above.
 */
export const COMPANY_MAIL_HOSTS: readonly string[] = words(`
  zoho.com orange.fr free.fr sfr.fr tiscali.it sunrise.ch telenet.be proximus.be ziggo.nl xs4all.nl telia.com
  virginmedia.com sky.com earthlink.net shaw.ca rogers.com iinet.net.au tpg.com.au uol.com.br terra.com.br globo.com
  r7.com oi.com.br nifty.com turk.net bezeqint.net mweb.co.za
`);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
