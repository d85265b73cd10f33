// What happened when, to scale: attempts, the pauses between them, the deadline, events. One picture for what was seen
// and, on the same scale, for what a replay would show.

import { h, plural, svg } from "../dom";
import { openSource } from "./text";
import type { Diagnosis, Moment, Picture, Run } from "../wire";

const LANE = 30;
const AXIS = 26;

export interface Drawn {
  title: string;
  picture: Picture;
  moments: Moment[];
}

export function timelineSection(one: Diagnosis): HTMLElement | null {
  if (one.picture === null || one.timeline.length === 0) return null;
  return section([{ title: "", picture: one.picture, moments: one.timeline }]);
}

/** Draws one picture below the other on one scale. */
export function figures(all: Drawn[]): HTMLElement[] {
  const canvases = all.map((drawn) => ({ drawn, canvas: h("div", { class: "canvas" }) }));
  const end = Math.max(...all.map(span));
  const start = Math.min(0, ...all.map((drawn) => begin(drawn)));
  const redraw = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const found = canvases.find(({ canvas }) => canvas === target);
      if (found !== undefined && contentRect.width > 0) found.canvas.replaceChildren(draw(found.drawn, contentRect.width, start, end));
    }
  });
  for (const { canvas } of canvases) redraw.observe(canvas);
  return canvases.map(({ drawn, canvas }) => h("figure", null, drawn.title === "" ? null : h("figcaption", null, drawn.title), canvas));
}

function section(all: Drawn[]): HTMLElement {
  const first = all[0];
  return h("section", { id: "timeline", class: "panel" },
    h("h3", null, "Timeline"),
    figures(all),
    h("p", { class: "legend-line", "aria-hidden": "true" },
      h("span", { class: "key bad" }, "failed"), h("span", { class: "key good" }, "exit 0"), h("span", { class: "key running" }, "running"), h("span", { class: "key gap" }, "pause")),
    first === undefined ? null : h("details", null, h("summary", null, "As a list"), table(first.moments)));
}

function table(moments: Moment[]): HTMLElement {
  const rows = moments.map((moment) => {
    const what = moment.pod === null || moment.what.includes(moment.pod) ? moment.what : `${moment.pod}: ${moment.what}`;
    const cell = h("td", null, what);
    if (moment.source !== null && moment.line !== null) {
      const { source, line } = moment;
      const show = h("button", { type: "button", class: "quiet", "aria-label": `Show line ${line}` }, `line ${line}`);
      show.addEventListener("click", () => openSource(source, { line, last: line }, true));
      cell.append(" ", show);
    }
    return h("tr", null, h("th", { scope: "row" }, clock(moment.seconds)), cell);
  });
  return h("div", { class: "scrolls", tabindex: "0", role: "region", "aria-label": "Timeline as a list" },
    h("table", null, h("thead", null, h("tr", null, h("th", { scope: "col" }, "When"), h("th", { scope: "col" }, "What"))), h("tbody", null, rows)));
}

function times({ picture, moments }: Drawn): number[] {
  const ofRuns = picture.lanes.flatMap((lane) => [lane.created, ...lane.runs.flatMap((run) => [run.start, run.end])]);
  return [...ofRuns, picture.ended, ...moments.map((moment) => moment.seconds)].filter((at) => at !== null && at !== undefined);
}

function begin(drawn: Drawn): number {
  return Math.min(0, ...times(drawn));
}

function span(drawn: Drawn): number {
  const { picture } = drawn;
  const running = picture.lanes.some((lane) => lane.runs.some((run) => run.end === null));
  const last = Math.max(1, ...times(drawn), running ? (picture.as_of ?? 0) : 0);
  // A deadline far behind everything would press the story into a corner: it is named at the edge instead.
  return picture.deadline !== null && picture.deadline <= last * 3 ? Math.max(last, picture.deadline) : last;
}

function draw(drawn: Drawn, width: number, start: number, end: number): SVGElement {
  const { picture, moments } = drawn;
  const wide = width > 560;
  const gutter = wide ? 168 : 8;
  const row = wide ? LANE : LANE + 16;
  const right = width - 12;
  const x = (at: number) => gutter + ((at - start) / Math.max(1, end - start)) * (right - gutter);
  const lanes = picture.lanes;
  const marks = moments.filter((moment) => !/^(Job started|pod created)$|( started| exited -?\d+.*|still running)$/.test(moment.what));
  const height = lanes.length * row + (picture.left_out > 0 ? 18 : 0) + 24 + AXIS;
  const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": summary(drawn) });
  for (const at of ticks(start, end, width)) {
    root.append(svg("line", { class: "grid", x1: x(at), x2: x(at), y1: 4, y2: height - AXIS }),
      svg("text", { class: "tick", x: x(at), y: height - 8, "text-anchor": at === start ? "start" : "middle" }, clock(at)));
  }
  let top = 6;
  lanes.forEach((lane, index) => {
    if (picture.left_out > 0 && index === Math.floor(lanes.length / 2)) {
      root.append(svg("text", { class: "tick", x: gutter, y: top + 12 }, `${picture.left_out} pods in between are not drawn`));
      top += 18;
    }
    const y = top + (wide ? 6 : 20);
    root.append(svg("text", { class: "lane", x: wide ? 0 : gutter, y: wide ? top + 19 : top + 13 }, short(lane.pod, wide ? 22 : 40)));
    // Of an Indexed Job each index waits for itself: pods of one index share their names up to the last hyphen.
    const family = (pod: string) => pod.slice(0, pod.lastIndexOf("-"));
    const before = lanes.slice(0, index).filter((other) => family(other.pod) === family(lane.pod) && other.runs.length > 0);
    const ended = before.length === 0 ? null : Math.max(...before.flatMap((other) => other.runs.map((run) => run.end ?? Number.POSITIVE_INFINITY)));
    const created = lane.created;
    if (ended !== null && Number.isFinite(ended) && ended >= 0 && created !== null && created - ended >= 1) {
      root.append(svg("line", { class: "gap", x1: x(ended), x2: x(created), y1: y + 8, y2: y + 8 }));
      if (x(created) - x(ended) > 34) root.append(svg("text", { class: "tick", x: (x(ended) + x(created)) / 2, y: y + 3, "text-anchor": "middle" }, clock(created - ended)));
    }
    if (created !== null) root.append(svg("line", { class: "created", x1: x(created), x2: x(created), y1: y - 1, y2: y + 17 }));
    for (const run of lane.runs) root.append(...bar(run, x, y, picture.as_of ?? end, right));
    top += row;
  });
  const dots = top + 12;
  for (const mark of marks) {
    root.append(svg("circle", { class: /Failed|FailureTarget|Warning|BackOff|Exceeded|Failed/.test(mark.what) ? "event bad" : "event", cx: x(mark.seconds), cy: dots, r: 3.5 },
      svg("title", null, `${clock(mark.seconds)} ${mark.what}`)));
  }
  if (picture.deadline !== null) {
    const at = Math.min(right, x(picture.deadline));
    const beyond = picture.deadline > end;
    root.append(svg("line", { class: "deadline", x1: at, x2: at, y1: 0, y2: height - AXIS }),
      svg("text", { class: "tick deadline-word", x: at - 5, y: 12, "text-anchor": "end" }, beyond ? `deadline at ${clock(picture.deadline)} →` : `deadline ${clock(picture.deadline)}`));
  }
  return root;
}

function bar(run: Run, x: (at: number) => number, y: number, now: number, right: number): SVGElement[] {
  const from = run.start ?? run.end ?? 0;
  const to = run.end ?? Math.max(now, from);
  const left = x(from);
  const width = Math.max(5, Math.min(x(to), right) - left);
  const thin = run.kind !== "main";
  const lost = run.end !== null && run.exit_code === null;
  const tone = run.exit_code === null ? (lost ? "lost" : "running") : run.exit_code === 0 ? "good" : "bad";
  const said = lost ? `${run.reason ?? "ended"}, exit code lost` : run.exit_code === null ? "running" : `exit ${run.exit_code}${run.reason === null || /^(Error|Completed)$/.test(run.reason) ? "" : ` ${run.reason}`}`;
  const box = svg("rect", { class: `run ${tone} ${run.kind}`, x: left, y: thin ? y + 11 : y, width, height: thin ? 5 : 16, rx: 2 },
    svg("title", null, `${run.container === "" ? "" : `${run.container}: `}${said}, ${clock(from)} to ${run.end === null ? "now" : clock(to)}`));
  if (thin) return [box];
  const room = right - (left + width);
  if (width > said.length * 6.6 + 12) return [box, svg("text", { class: `said inside ${tone}`, x: left + 7, y: y + 12 }, said)];
  const label = room > said.length * 6.4 + 12 ? svg("text", { class: `said ${tone}`, x: left + width + 6, y: y + 12 }, said) : svg("text", { class: `said ${tone}`, x: left - 6, y: y + 12, "text-anchor": "end" }, said);
  return [box, label];
}

function ticks(start: number, end: number, width: number): number[] {
  const wanted = Math.max(2, Math.floor(width / 110));
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800, 2592000];
  const step = steps.find((one) => (end - start) / one <= wanted) ?? end - start;
  const found: number[] = [];
  for (let at = Math.ceil(start / step) * step; at <= end; at += step) found.push(at);
  return found;
}

/** `+1 min 4 s`, as the engine writes it. */
export function clock(seconds: number): string {
  const sign = seconds < 0 ? "−" : "";
  let left = Math.abs(seconds);
  const parts: string[] = [];
  for (const [size, unit] of [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]] as const) {
    const n = Math.floor(left / size);
    left -= n * size;
    if (n > 0) parts.push(`${n} ${unit}`);
  }
  return sign + (parts.slice(0, 2).join(" ") || "0 s");
}

function short(name: string, most: number): string {
  return name.length <= most ? name : `…${name.slice(name.length - most + 1)}`;
}

function summary({ picture }: Drawn): string {
  const runs = picture.lanes.flatMap((lane) => lane.runs.filter((run) => run.kind === "main"));
  const failed = runs.filter((run) => run.exit_code !== null && run.exit_code !== 0).length;
  const parts = [`${plural(picture.lanes.length + picture.left_out, "pod")}`, `${plural(runs.length, "run")}, ${failed} of them failed`];
  if (picture.deadline !== null) parts.push(`deadline at ${clock(picture.deadline)}`);
  if (picture.ended !== null) parts.push(`ended at ${clock(picture.ended)}`);
  return `Timeline: ${parts.join("; ")}. What stands below says the same in words.`;
}
