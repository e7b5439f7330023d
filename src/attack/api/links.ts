import { resolvePointer, toMembers } from './document.ts';

/**
 * A Link Object [OpenAPI 3.1.1, 4.8.20]: how values of an answer, or of the request before it, become parameters of
 * another operation. A parameter's name may include its location: `path.id`.
 */
export interface Link {
  /** The target: `operationId`, or the method and path that `operationRef` points at. */
  readonly to: { readonly id: string } | { readonly key: string };
  /** Constants and runtime expressions by the parameter's name. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export const readLinks = (document: unknown, said: unknown): readonly Link[] =>
  Object.values(toMembers(said)).flatMap((each) => {
    const { operationId, operationRef, parameters } = toMembers(each);
    const to = typeof operationId === 'string' ? { id: operationId } : resolveLink(document, operationRef);
    return to === undefined ? [] : [{ to, parameters: toMembers(parameters) }];
  });

/** Returns `undefined` for a reference into another document, of which nothing is known. */
const resolveLink = (document: unknown, reference: unknown): { readonly key: string } | undefined => {
  if (typeof reference !== 'string' || resolvePointer(document, reference) === undefined) return undefined;
  const [, path = '', method = ''] = /^#\/paths\/([^/]+)\/(\w+)$/.exec(reference) ?? [];
  return { key: `${method.toUpperCase()} ${decodeURIComponent(path).replaceAll('~1', '/').replaceAll('~0', '~')}` };
};

/** Returns a parameter's name without its location. */
export const removePlace = (name: string): string => name.replace(/^(?:path|query|header|cookie)\./, '');
