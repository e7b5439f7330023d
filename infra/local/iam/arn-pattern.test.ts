// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are IAM's variables.
import { describe, expect, test } from 'vitest';
import { parseArnPattern, parseResourcePattern } from './arn-pattern.ts';
import { createContextKeys, type RequestContext } from './context.ts';
import { fillPattern, isLike } from './matching.ts';

const table = 'arn:aws:dynamodb:eu-west-1:123456789012:table/notes';
const object = 'arn:aws:s3:::bucket/a:b/c';

describe('a Resource element [IAM User Guide, "IAM JSON policy elements: Resource"]', () => {
  const matches = (written: string, found: string, context: RequestContext = {}) =>
    isLike(fillPattern(parseResourcePattern(written, true)._unsafeUnwrap(), createContextKeys(context)), found);

  test.each([
    ['*', table, true],
    ['*', '*', true],
    [table, table, true],
    [table, `${table}2`, false],
    [table.replace('notes', 'Notes'), table, false],
    ['arn:aws:dynamodb:eu-west-1:123456789012:table/*', table, true],
    ['arn:aws:dynamodb:eu-west-1:123456789012:*', table, true],
    ['arn:aws:dynamodb:*:*:table/notes', table, true],
    ['arn:*:dynamodb:*:123456789012:table/notes', table, true],
    ['arn:aws:dynamodb:eu-????-1:123456789012:table/notes', table, true],
    ['arn:aws:dynamodb:eu*1:123456789012:table/notes', table, true],
    // An asterisk that ends a component may match past its colon; other asterisks, and question marks, may not.
    ['arn:aws:dynamodb:*:table/notes', table, true],
    ['arn:aws:dynamodb:eu*:table/notes', table, true],
    ['arn:aws:dynamodb:*:table/other', table, false],
    ['arn:aws:dynamodb:*', table, true],
    ['arn:*', table, true],
    ['arn:aws:dynamodb:e*2:*', table, false],
    ['arn:aws:dynamodb:eu-west-1?123456789012:table/notes*', table, false],
    ['arn:aws:s3:::bucket/*', 'arn:aws:s3:::other/bucket/', false],
    // The last component may contain colons, and slashes are not special.
    ['arn:aws:s3:::bucket/a*c', object, true],
    ['arn:aws:s3:::bucket/a?b/c', object, true],
    ['arn:aws:s3:::b*c', object, true],
    ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket/1///test///object.jpg', true],
    ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket//test/object.jpg', true],
    ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket/1/test/', true],
    ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket/1-test/object.jpg', false],
    ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket/test/object.jpg', false],
    ['arn:aws:s3:::bucket/*/test/*', 'arn:aws:s3:::bucket/1/2/test.jpg', false],
  ])('%s matches %s: %s', (written, found, is) => {
    expect(matches(written, found)).toBe(is);
  });

  test('may have variables in its last component, whose values may contain colons', () => {
    const written = 'arn:aws:s3:::bucket/${aws:PrincipalTag/owner}/*';
    const of = (owner: string) => matches(written, object, { 'aws:PrincipalTag/owner': owner });
    expect([of('a:b'), of('a'), of('*')]).toEqual([true, false, false]);
  });

  test.each([
    ['', 'is neither * nor an ARN: '],
    ['**', 'is neither * nor an ARN: **'],
    ['bucket/*', 'is neither * nor an ARN: bucket/*'],
    ['*:aws:s3:::bucket', 'is neither * nor an ARN: *:aws:s3:::bucket'],
    ['arn:aws:s*:::bucket', 'has a wildcard for the service: arn:aws:s*:::bucket'],
    ['arn:aws:?3:::bucket', 'has a wildcard for the service: arn:aws:?3:::bucket'],
    ['arn:aws:s3', 'has too few components for an ARN: arn:aws:s3'],
    ['arn:aws:s3:a*b:c', 'has too few components for an ARN: arn:aws:s3:a*b:c'],
    ['arn:aws:s3:::${aws:username', 'has a variable that is not understood: arn:aws:s3:::${aws:username'],
    ['arn:aws:s3:${aws:a}::bucket', 'has a variable before its fifth colon: arn:aws:s3:${aws:a}::bucket'],
    ['arn:aws:s3:*:${aws:a}*', 'has a variable before its fifth colon: arn:aws:s3:*:${aws:a}*'],
  ])('cannot be %j', (written, problem) => {
    expect(parseResourcePattern(written, true)._unsafeUnwrapErr()).toBe(problem);
  });

  test('of a policy of the first version has no variables', () => {
    const written = 'arn:aws:s3:${a}::bucket/${aws:username}*';
    const pattern = fillPattern(
      parseResourcePattern(written, false)._unsafeUnwrap(),
      createContextKeys({ 'aws:username': 'ann' }),
    );
    expect(isLike(pattern, 'arn:aws:s3:${a}::bucket/${aws:username}/1')).toBe(true);
    expect(isLike(pattern, 'arn:aws:s3:${a}::bucket/ann/1')).toBe(false);
    expect(parseResourcePattern('*', false).isOk()).toBe(true);
  });
});

describe('an ARN operator’s value [IAM User Guide, "IAM JSON policy elements: Condition operators"]', () => {
  const matches = (written: string, found: string, context: RequestContext = {}) =>
    isLike(fillPattern(parseArnPattern(written, true)._unsafeUnwrap(), createContextKeys(context)), found);
  // The page's own example of what a string operator would match.
  const stranger = 'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt';

  test.each([
    [table, table, true],
    [table.toUpperCase(), table, false],
    ['arn:aws:someservice:*:111122223333:finance/*', stranger, false],
    ['arn:aws:someservice:*:999999999999:*finance/*', stranger, true],
    ['arn:aws:*:*:*:*', table, true],
    ['*:*:*:*:*:*', table, true],
    ['arn:aws:dynamodb:e*:123456789012:table/notes', table, true],
    ['arn:aws:dynamodb:eu-west-1:12345678901?:table/notes', table, true],
    ['arn:aws:dynamodb:*:table/notes:', `${table}:`, false],
    ['arn:aws:dynamodb:eu-west-1?123456789012:table/notes:', `${table}:`, false],
    ['arn:aws:s3:*:*:bucket/a?b/c', object, true],
    ['arn:aws:s3:::*', object, true],
  ])('%s matches %s: %s', (written, found, is) => {
    expect(matches(written, found)).toBe(is);
  });

  test('may have variables, whose values may contain a colon only in the last component', () => {
    const written = 'arn:aws:dynamodb:${a:region}:123456789012:table/${a:table}';
    const of = (region: string, name: string) => matches(written, table, { 'a:region': region, 'a:table': name });
    expect([of('eu-west-1', 'notes'), of('eu-west-2', 'notes'), of('*', 'notes')]).toEqual([true, false, false]);
    const long = (value: string, found: string) => matches('arn:aws:s3:${a:b}:x:y', found, { 'a:b': value });
    expect(long('r', 'arn:aws:s3:r:x:y')).toBe(true);
    expect(long('r:r', 'arn:aws:s3:r:r:x:y')).toBe(false);
    expect(matches('arn:aws:s3:::${a:b}', object, { 'a:b': 'bucket/a:b/c' })).toBe(true);
  });

  test.each(['*', 'arn:*', 'arn:aws:iam::*', '${aws:PrincipalArn}', 'nonsense', ''])('cannot be %j', (written) => {
    expect(parseArnPattern(written, true)._unsafeUnwrapErr()).toBe(`has too few components for an ARN: ${written}`);
  });

  test('cannot have a malformed variable', () => {
    expect(parseArnPattern('arn:aws:s3:::${', true)._unsafeUnwrapErr()).toContain('has a variable');
    expect(parseArnPattern('arn:aws:s3:::${', false).isOk()).toBe(true);
  });
});
