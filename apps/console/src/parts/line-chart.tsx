import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { dayTime } from "./format.ts";
import "./line-chart.css";

/** The seconds since 1970, and a line of values for each series. */
export type ChartData = readonly [readonly number[], ...(readonly number[])[]];

/** Lines over time. The figures beside it say the same in numbers: it is a picture of them. */
export function LineChart({ label, data }: { readonly label: string; readonly data: ChartData }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  const latest = useRef(data);
  latest.current = data;

  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const draw = () => {
      chart.current?.destroy();
      chart.current = new uPlot(
        optionsOf(element, latest.current.length - 1),
        mutable(latest.current),
        element,
      );
    };
    draw();
    const sizes = new ResizeObserver(() => chart.current?.setSize(sizeOf(element)));
    sizes.observe(element);
    // A canvas has no style sheet: in another theme it is drawn anew.
    const theme = matchMedia("(prefers-color-scheme: dark)");
    theme.addEventListener("change", draw);
    const choices = new MutationObserver(draw);
    choices.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      sizes.disconnect();
      choices.disconnect();
      theme.removeEventListener("change", draw);
      chart.current?.destroy();
    };
  }, []);
  useEffect(() => chart.current?.setData(mutable(data)), [data]);

  return <div class="line-chart" role="img" aria-label={label} ref={place} />;
}

function optionsOf(element: HTMLElement, series: number): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour("--text-soft"),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
  };
  return {
    ...sizeOf(element),
    cursor: { show: false },
    legend: { show: false },
    scales: { x: { time: true }, y: { range: (_, __, max) => [0, Math.max(10, max * 1.1)] } },
    axes: [
      { ...axis, size: 32, values: timesOf },
      { ...axis, size: 56 },
    ],
    series: [
      {},
      ...Array.from({ length: series }, (_, index) => ({
        stroke: colour(`--series-${index + 1}`),
        width: 1.75,
        points: { show: false },
      })),
    ],
  };
}

/** Of marks so many seconds apart. */
function timesOf(_: uPlot, marks: readonly number[], __: number, ___: number, apart: number): string[] {
  return marks.map((seconds) => dayTime(seconds * 1_000, { seconds: apart < 60 }));
}

function sizeOf({ clientWidth: width, clientHeight: height }: HTMLElement) {
  return { width, height };
}

/** uPlot's types say that it may write to what it is given. It doesn't. */
function mutable([times, ...series]: ChartData): uPlot.AlignedData {
  return [[...times], ...series.map((each) => [...each])];
}
