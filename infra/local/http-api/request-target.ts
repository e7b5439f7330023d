import { err, ok, type Result } from 'neverthrow';

/** The path and the query as on the request line, split and nothing more. */
export interface RequestTarget {
  readonly path: string;
  readonly query: string;
}

/** A request target that could mean two things. The reason never repeats what was sent. */
export interface TargetRefused {
  readonly kind: 'TargetRefused';
  readonly reason: TargetReason;
}

export type TargetReason =
  | 'the request target is not a path'
  | 'the path has an empty segment'
  | 'the path has a dot segment'
  | 'the request target has characters that must be escaped'
  | 'the request target has a malformed escape';

/**
 * Parses a request target in origin form (RFC 9112, section 3.2.1) that can mean one thing only. Clients and proxies
 * remove empty and dot segments from a path, and signers sign without them, so two paths would share one signature. An
 * escaped dot (`%2e`) is no dot segment here: nothing removes it, and it is signed as it is. API Gateway's handling of
 * escapes that are malformed, or that are not UTF-8, is not documented; they have no meaning to pass on, so they are
 * refused.
 */
export const parseTarget = (target: string): Result<RequestTarget, TargetRefused> => {
  const { path, query } = splitTarget(target);
  if (!path.startsWith('/')) return refused('the request target is not a path');
  if (path.includes('//')) return refused('the path has an empty segment');
  if (/\/\.{1,2}(?:\/|$)/.test(path)) return refused('the path has a dot segment');
  if (!/^[\x21-\x7e]*$/.test(target)) return refused('the request target has characters that must be escaped');
  if (!isDecodable(path) || !isDecodable(query)) return refused('the request target has a malformed escape');
  return ok({ path, query });
};

export const splitTarget = (target: string): RequestTarget => {
  const mark = target.indexOf('?');
  return mark === -1 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
};

const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};

const refused = (reason: TargetReason) => err({ kind: 'TargetRefused', reason } as const);
