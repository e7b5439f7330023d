export interface Curve {
  readonly name: string;
  /** Both above zero: the axes are logarithmic. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

const [width, height] = [760, 300];
const [left, right, top, bottom] = [56, 240, 46, 34];

/** Draws growth curves as SVG, with both axes in powers of ten: proportional growth is a line of slope one. */
export const drawGrowthChart = (title: string, xLabel: string, yLabel: string, curves: readonly Curve[]): string => {
  const x = createAxis(
    curves.flatMap(({ points }) => points.map(([x]) => x)),
    left,
    width - right,
  );
  const y = createAxis(
    curves.flatMap(({ points }) => points.map(([, y]) => y)),
    height - bottom,
    top,
  );
  const grid = [
    ...x.decades.map((value) => {
      const at = x.at(value);
      return `<path class="grid" d="M${at} ${top}V${height - bottom}"/><text class="small" x="${at}" y="${height - bottom + 16}" text-anchor="middle">${formatLabel(value)}</text>`;
    }),
    ...y.decades.map((value) => {
      const at = y.at(value);
      return `<path class="grid" d="M${left} ${at}H${width - right}"/><text class="small" x="${left - 8}" y="${Number(at) + 4}" text-anchor="end">${formatLabel(value)}</text>`;
    }),
  ];
  const lines = curves.map(({ points }, index) => {
    const dots = points.map(([px, py]) => `<circle cx="${x.at(px)}" cy="${y.at(py)}" r="2.5"/>`).join('');
    const path = points.map(([px, py]) => `${x.at(px)} ${y.at(py)}`).join('L');
    return `<g class="curve${index}"><path d="M${path}"/>${dots}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
<style>${style}</style>
<text x="12" y="20" font-weight="600">${title}</text>
<text class="small" x="12" y="37">${yLabel}</text>
<text class="small" x="${width - right + 36}" y="${height - bottom + 16}">${xLabel}</text>
${grid.join('\n')}
${lines.join('\n')}
${drawNames(curves, y.at).join('\n')}
</svg>
`;
};

/** Creates a logarithmic axis over whole decades, from one pixel to another. */
const createAxis = (values: readonly number[], from: number, to: number) => {
  const first = Math.floor(Math.log10(Math.min(...values)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values))));
  const at = (value: number): string =>
    (from + ((Math.log10(value) - first) / (last - first)) * (to - from)).toFixed(1);
  return { at, decades: Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index)) };
};

/** Returns the name of each curve, placed beside its end: in the order of the ends, and at least a line apart. */
const drawNames = (curves: readonly Curve[], y: (value: number) => string): readonly string[] => {
  const ends = curves
    .map(({ name, points }, index) => ({ name, index, wanted: Number(y(points.at(-1)?.[1] ?? 1)) }))
    .sort((a, b) => a.wanted - b.wanted);
  let free = 0;
  return ends.map(({ name, index, wanted }) => {
    const at = Math.max(free, wanted);
    free = at + 16;
    return `<text class="name${index}" x="${width - right + 12}" y="${at + 4}">${name}</text>`;
  });
};

const formatLabel = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 4 });

const colours = [
  ['#0969da', '#4493f8'],
  ['#bc4c00', '#f0883e'],
  ['#1a7f37', '#3fb950'],
  ['#8250df', '#ab7df8'],
  ['#bf3989', '#db61a2'],
] as const;

const colourCurves = (mode: 0 | 1): string =>
  colours
    .map(
      (colour, index) =>
        `.curve${index} path { stroke: ${colour[mode]} } .curve${index} circle, ` +
        `.name${index} { fill: ${colour[mode]} }`,
    )
    .join('\n');

/** Has no background, and colours that are legible on a light page and, if the reader prefers it, on a dark one. */
const style = `
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
[font-weight] { font-weight: 600 }
.small { font-size: 11px; fill: #59636e }
.grid { stroke: #d1d9e0; stroke-width: 0.7 }
g path { fill: none; stroke-width: 1.8 }
${colourCurves(0)}
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.small { fill: #9198a1 }
.grid { stroke: #3d444d }
${colourCurves(1)}
}
`;
