import type { Template } from '../../../infra/template/template.ts';

/** What is wrong with a template, each in a sentence; of a right one, nothing. */
export type Check = (template: Template) => readonly string[] | Promise<readonly string[]>;

/** A sentence if two values, compared as JSON, differ. */
export const differs = (what: string, actual: unknown, expected: unknown): string[] =>
  JSON.stringify(actual) === JSON.stringify(expected)
    ? []
    : [`${what}: ${JSON.stringify(actual)} and not ${JSON.stringify(expected)}`];
