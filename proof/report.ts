import { formatPrincipal } from '../infra/local/iam/principal.ts';
import type { Request } from '../infra/local/iam/request.ts';
import type { ProvenBreakage } from './breakages/all.ts';
import type { Expected } from './breakages/falsified-by.ts';
import type { Falsification } from './breakages/falsify.ts';
import { type TheoremName, theoremNames, theorems } from './theorems/theorems.ts';

/** The result of a theorem's claims about a stage. */
export interface TheoremOfStage {
  readonly theorem: TheoremName;
  readonly stage: string;
  readonly claims: number;
  readonly milliseconds: number;
  /** What is not proven, each in words. */
  readonly problems: readonly string[];
}

/**
 * Formats theorems by stage: the number of roles, functions and the like for which each is proven, and how long that
 * took.
 */
export const formatTheorems = (results: readonly TheoremOfStage[]): string => {
  const stages = [...new Set(results.map(({ stage }) => stage))];
  const rows = theoremNames.map((name) => [
    `**${name}**: ${theorems[name]}`,
    ...stages.map((stage) => {
      const found = results.find((result) => result.theorem === name && result.stage === stage);
      if (found === undefined || found.claims === 0) return '–';
      if (found.problems.length > 0) return 'NOT PROVEN';
      return `proven for ${found.claims}, ${found.milliseconds.toFixed(0)} ms`;
    }),
  ]);
  return formatTable(['theorem', ...stages], rows);
};

/** Formats breakages: the theorem that each falsifies, and the request that it lets through. */
export const formatBreakages = (broken: readonly ProvenBreakage[]): string =>
  formatTable(
    ['breakage', 'theorem', 'what it lets through'],
    broken.map(({ name, found, expected }) => [name, ...formatCells(found, expected)]),
  );

const formatCells = (found: Falsification, expected: Expected | undefined): readonly string[] => {
  switch (found.kind) {
    case 'LetsThrough':
      return [found.theorem, describeRequest(found.request)];
    case 'RefusesWhatItIsFor':
      return [found.theorem, `nothing, and it refuses ${describeRequest(found.request)}`];
    case 'NotUnderstood':
      return ['–', `nothing: ${found.message}`];
    case 'AllProven':
      return ['–', expected !== undefined && 'noTheoremBecause' in expected ? expected.noTheoremBecause : ''];
  }
};

export const describeRequest = ({ principal, action, resource, context }: Request): string => {
  const keys = Object.entries(context).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const who = `${formatPrincipal(principal)}${principal.kind === 'RoleSession' ? '' : ` (${principal.kind})`}`;
  return `${who}: ${action} on ${resource.arn}${keys.length === 0 ? '' : `, with ${keys.join(', ')}`}`;
};

const formatTable = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.map(escapeCell).join(' | ')} |`).join('\n');

const escapeCell = (cell: string): string => cell.replaceAll('|', '\\|').replaceAll('\n', ' ');
