import type { ApiAnswer } from '../fetch-answer.ts';
import type { Asking } from '../request.ts';
import { resolvePointer, toMembers } from './document.ts';

/**
 * Evaluates a runtime expression against a request and its answer [OpenAPI 3.1.1, 4.8.20.3]: `$response.body#/noteId`,
 * `$response.header.location`, `$request.path.id`, also in braces within a text. Anything else is a constant.
 */
export const evaluateExpression = (expression: unknown, asking: Asking, answer: ApiAnswer): string | undefined => {
  if (typeof expression !== 'string') return toText(expression);
  if (expression.startsWith('$')) return toText(resolveExpression(expression, asking, answer));
  return expression.replace(
    /\{(\$[^}]*)\}/g,
    (_, inner: string) => toText(resolveExpression(inner, asking, answer)) ?? '',
  );
};

const resolveExpression = (expression: string, asking: Asking, answer: ApiAnswer): unknown => {
  const [, side, place = '', rest = ''] = /^\$(request|response)\.(body|header|path|query)(.*)$/.exec(expression) ?? [];
  const name = rest.replace(/^\./, '');
  if (side === 'response') {
    if (place === 'body') return resolvePointer(answer.json, rest);
    return place === 'header' ? (answer.headers.get(name) ?? undefined) : undefined;
  }
  if (side !== 'request') return undefined;
  if (place === 'body') return resolvePointer(asking.body, rest);
  if (place === 'header') return asking.headers[name.toLowerCase()];
  if (place === 'query') return asking.query.find(([each]) => each === name)?.[1];
  const segment = toMembers(asking.path)[name];
  return typeof segment === 'string' ? decodeURIComponent(segment) : undefined;
};

/** Returns a value as text if it can stand in a path or a header. */
const toText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
