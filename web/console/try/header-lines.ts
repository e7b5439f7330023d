import type { Pairs } from '../../../infra/local/trace/trace.ts';

/** Formats headers one per line. */
export const formatHeaders = (headers: Pairs): string => headers.map(([name, value]) => `${name}: ${value}`).join('\n');

export const parseHeaders = (lines: string): Pairs =>
  lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', value = ''] = line.split(/:(.*)/s);
      return [name.trim(), value.trim()];
    });
