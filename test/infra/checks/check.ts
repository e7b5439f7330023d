import type { Template } from '../../../infra/template/template.ts';

/** Returns what is wrong with a template, a sentence each; nothing if it is right. */
export type Check = (template: Template) => readonly string[] | Promise<readonly string[]>;

/** Returns a sentence if two values, compared as JSON, differ. */
export const differs = (what: string, actual: unknown, expected: unknown): string[] =>
  JSON.stringify(actual) === JSON.stringify(expected)
    ? []
    : [`${what}: ${JSON.stringify(actual)} and not ${JSON.stringify(expected)}`];
