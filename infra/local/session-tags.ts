import { err, ok, type Result } from 'neverthrow';

/** Session tags that STS rejects, with its error code. */
export interface BadTags {
  readonly code: 'ValidationError' | 'InvalidParameterValue';
  readonly message: string;
}

/**
 * Parses the session tags of a request: up to 50, with keys of up to 128 and values of up to 256 characters, and no two
 * keys that differ only in case [IAM User Guide, "Pass session tags in AWS STS"].
 */
export const parseTags = (asked: URLSearchParams): Result<Readonly<Record<string, string>>, BadTags> => {
  const names = [...asked.keys()].filter((name) => name.startsWith('Tags.'));
  const tags: [string, string][] = [];
  for (let n = 1; asked.has(`Tags.member.${n}.Key`); n++)
    tags.push([asked.get(`Tags.member.${n}.Key`) ?? '', asked.get(`Tags.member.${n}.Value`) ?? '']);
  if (names.length !== tags.length * 2 || new Set(names).size !== names.length)
    return bad('ValidationError', 'The tags are not a list of keys and values.');
  if (tags.length > 50) return bad('ValidationError', 'A session has at most 50 tags.');
  if (tags.some(([key]) => key.length < 1 || key.length > 128))
    return bad('ValidationError', 'A tag key is 1 to 128 characters long.');
  if (tags.some(([, value]) => value.length > 256))
    return bad('ValidationError', 'A tag value is at most 256 characters long.');
  if (new Set(tags.map(([key]) => key.toLowerCase())).size !== tags.length)
    return bad('InvalidParameterValue', 'Two tags have keys that are the same or differ only in case.');
  return ok(Object.fromEntries(tags));
};

const bad = (code: BadTags['code'], message: string) => err({ code, message });
