interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Plot {
  readonly title: string;
  /** Where it is logarithmic, all values are above 0. */
  readonly x: { readonly title: string; readonly isLogarithmic?: boolean };
  readonly y: { readonly title: string };
  readonly series: readonly { readonly name: string; readonly points: readonly Point[] }[];
}

const WIDTH = 720;
const HEIGHT = 400;
const MARGIN = { top: 40, right: 24, bottom: 84, left: 72 };
const INNER = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
/** Told apart also by those who see no red or green (after Okabe and Ito, jfly.uni-koeln.de/color). */
const COLORS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

/**
 * Draws lines as an SVG document: each x that is given has its mark on the axis, y begins at 0.
 * @throws RangeError where there is nothing to draw
 */
export function plot({ title, x, y, series }: Plot): string {
  const points = series.flatMap((each) => each.points);
  if (points.length === 0) throw new RangeError("There are no points to draw.");
  const marks = [...new Set(points.map((point) => point.x))].toSorted((a, b) => a - b);
  const step = niceStep(Math.max(...points.map((point) => point.y)) / 5);
  const top = step * Math.max(1, Math.ceil(Math.max(...points.map((point) => point.y)) / step));
  const along = x.isLogarithmic ? Math.log : (value: number) => value;
  const [first = 0, last = 0] = [marks[0], marks.at(-1)];
  const span = along(last) - along(first);
  const xOf = (value: number) =>
    round(MARGIN.left + INNER.width * (span === 0 ? 0.5 : (along(value) - along(first)) / span));
  const yOf = (value: number) => round(MARGIN.top + INNER.height * (1 - value / top));

  const across = Array.from({ length: Math.round(top / step) + 1 }, (_, n) => n * step).map(
    (value) =>
      `<line x1="${MARGIN.left}" y1="${yOf(value)}" x2="${WIDTH - MARGIN.right}" y2="${yOf(value)}" stroke="#ddd"/>` +
      text(MARGIN.left - 8, yOf(value) + 4, shown(value), "end"),
  );
  const below = marks.map((value) => text(xOf(value), HEIGHT - MARGIN.bottom + 18, shown(value)));
  const lines = series.map(({ name, points: own }, n) => {
    const color = COLORS[n % COLORS.length] ?? "#000";
    const inOrder = own.toSorted((a, b) => a.x - b.x);
    const path = inOrder.map((point) => `${xOf(point.x)},${yOf(point.y)}`).join(" ");
    const dots = inOrder
      .map((point) => `<circle cx="${xOf(point.x)}" cy="${yOf(point.y)}" r="3.5"/>`)
      .join("");
    const at = MARGIN.left + (n * INNER.width) / series.length;
    return (
      `<g fill="${color}" stroke="${color}"><polyline points="${path}" fill="none" stroke-width="2"/>${dots}` +
      `<line x1="${round(at)}" y1="${HEIGHT - 16}" x2="${round(at + 20)}" y2="${HEIGHT - 16}" stroke-width="2"/></g>` +
      text(round(at + 26), HEIGHT - 12, name, "start")
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(WIDTH / 2, 22, title, "middle", ` font-size="15"`),
    ...across,
    ...below,
    text(MARGIN.left + INNER.width / 2, HEIGHT - MARGIN.bottom + 42, x.title),
    `<g transform="rotate(-90)">${text(-(MARGIN.top + INNER.height / 2), 16, y.title)}</g>`,
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}

function text(x: number, y: number, content: string, anchor = "middle", more = ""): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="#333"${more}>${escape(content)}</text>`;
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** The next of 1, 2, 5, 10, 20, … */
function niceStep(least: number): number {
  if (least <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((factor) => factor * power >= least) ?? 10) * power;
}

function shown(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 6 });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
