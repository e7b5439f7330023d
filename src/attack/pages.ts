import { findLink } from '../client/links.ts';
import { isRecord } from '../client/shapes.ts';
import type { Operation } from './api/operations.ts';
import type { ApiAnswer } from './fetch-answer.ts';
import type { Asking } from './request.ts';

/** Matches names of members that lead to the next page, and of the parameters that take them. */
const called = /^(?:next|.*cursor|.*token|.*after|page)$/i;

/**
 * Returns the query of the next page: from `Link` (RFC 8288), or from a URL or a cursor in the body; `undefined` at the
 * end.
 */
export const findNextPage = (asking: Asking, answer: ApiAnswer): Asking['query'] | undefined => {
  const base = 'http://of.the.list/';
  const link = answer.headers.get('link');
  const linked = link === null ? undefined : findLink('next', link, base);
  if (linked !== undefined) return [...linked.searchParams];
  const cursor = findCursor(answer.json);
  if (cursor === undefined) return undefined;
  if (/^(?:https?:\/)?\//.test(cursor) && URL.canParse(cursor, base)) return [...new URL(cursor, base).searchParams];
  const parameter = asking.operation.parameters.find((each) => each.in === 'query' && called.test(each.name));
  if (parameter === undefined) return undefined;
  return [...asking.query.filter(([name]) => name !== parameter.name), [parameter.name, cursor]];
};

const findCursor = (json: unknown): string | undefined => {
  if (!isRecord(json)) return undefined;
  const inside = Object.values(json).filter(isRecord);
  for (const members of [json, ...inside])
    for (const [name, value] of Object.entries(members))
      if (called.test(name) && (typeof value === 'string' || typeof value === 'number') && value !== '')
        return String(value);
  return undefined;
};

/** Returns the query for the shortest pages, so that there is a next one. */
export const createShortestPage = ({ parameters }: Operation): Asking['query'] =>
  parameters
    .filter((each) => each.in === 'query' && /^(?:limit|.*size|per_?page|max.*|count|first|take|top)$/i.test(each.name))
    .slice(0, 1)
    .map(({ name, schema }) => [name, String(schema.minimum ?? 1)] as const);
