import { baseline, ours } from '../contestants.ts';
import type { Cell, Figure } from '../figures.ts';
import type { BenchmarkResults } from '../results.ts';

/** Draws the charts of a run, as SVG, by file name. */
export const drawCharts = (results: BenchmarkResults): Readonly<Record<string, string>> => ({
  'cold-cpu': drawBars(
    'Cold start of get: processor time, milliseconds',
    selectFigures(results, { group: 'cold', scenario: 'get', figure: 'cpu' }),
  ),
  'warm-cpu': drawBars(
    'Warm get without the network: processor time, milliseconds',
    selectFigures(results, { group: 'warm, no network', scenario: 'get', figure: 'cpu' }),
  ),
});

const selectFigures = ({ figures }: BenchmarkResults, { group, scenario, figure }: Cell): readonly Figure[] =>
  figures
    .filter((each) => each.group === group && each.scenario === scenario && each.figure === figure)
    .toSorted((a, b) => a.value.median - b.value.median);

const width = 760;
const rowHeight = 26;
const top = 40;
/** Where bars start, and how long the longest may be; its number stands after it. */
const barsLeft = 210;
const barsWidth = width - barsLeft - 130;

/** Draws one bar for each contestant: the median, with a line between the quartiles, and the ratio to the baseline. */
const drawBars = (title: string, figures: readonly Figure[]): string => {
  const longest = Math.max(...figures.map(({ value }) => value.high));
  const x = (value: number): string => (barsLeft + (value / longest) * barsWidth).toFixed(1);
  const rows = figures.map(({ contestant, value, ratio }, index) => {
    const y = top + index * rowHeight;
    const middle = y + rowHeight / 2;
    const barWidth = (Number(x(value.median)) - barsLeft).toFixed(1);
    const kind = contestant.startsWith(ours) ? 'own' : 'other';
    const digits = value.median < 10 ? 2 : 0;
    return [
      `<text x="${barsLeft - 10}" y="${middle + 4}" text-anchor="end"${kind === 'own' ? ' font-weight="600"' : ''}>${escapeXml(contestant)}</text>`,
      `<rect class="${kind}" x="${barsLeft}" y="${y + 5}" width="${barWidth}" height="${rowHeight - 10}" rx="2"/>`,
      `<path class="quartiles" d="M${x(value.low)} ${middle}H${x(value.high)}"/>`,
      `<text x="${Number(x(Math.max(value.high, value.median))) + 8}" y="${middle + 4}">${value.median.toFixed(digits)} <tspan class="ratio">× ${ratio.median.toFixed(2)}</tspan></text>`,
    ].join('\n');
  });
  const height = top + figures.length * rowHeight + 12;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">
<style>${style}</style>
<text x="12" y="22" font-weight="600">${escapeXml(title)} <tspan class="ratio">median, quartiles, × the ${baseline}</tspan></text>
${rows.join('\n')}
</svg>
`;
};

/** No background, and colours that are readable on a light page and, by the reader's setting, on a dark one. */
const style = `
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
[font-weight] { font-weight: 600 }
.ratio { fill: #59636e; font-weight: 400 }
.own { fill: #0969da }
.other { fill: #8c959f }
.quartiles { stroke: #1f2328; stroke-width: 1.5; fill: none }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .ratio { fill: #9198a1 }
  .own { fill: #4493f8 }
  .other { fill: #656c76 }
  .quartiles { stroke: #e6edf3 }
}
`;

const escapeXml = (text: string): string =>
  text.replaceAll('`', '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
