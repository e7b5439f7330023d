// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are IAM's variables.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createContextKeys, type RequestContext } from './context.ts';
import { fillPattern, isLike } from './matching.ts';
import { type PatternGrammar, parsePattern } from './pattern.ts';

const everything = { variables: true, wildcards: true };
const pattern = (written: string, grammar: PatternGrammar = everything) =>
  parsePattern(written, grammar)._unsafeUnwrap();
const text = (literal: string) => ({ kind: 'Text', text: literal });
const star = { kind: 'AnyText', colons: true };
const mark = { kind: 'AnyCharacter', colons: true };

describe('a pattern', () => {
  test.each<[string, PatternGrammar, object[]]>([
    ['', everything, []],
    ['ab', everything, [text('ab')]],
    ['a*b?', everything, [text('a'), star, text('b'), mark]],
    ['**', everything, [star, star]],
    ['a*?', { variables: true, wildcards: false }, [text('a*?')]],
    ['${aws:username}', everything, [{ kind: 'Variable', key: 'aws:username', colons: true }]],
    [
      "x${aws:PrincipalTag/cost center, 'a*b'}*",
      everything,
      [text('x'), { kind: 'Variable', key: 'aws:PrincipalTag/cost center', otherwise: 'a*b', colons: true }, star],
    ],
    ["${a:b, ''}", everything, [{ kind: 'Variable', key: 'a:b', otherwise: '', colons: true }]],
    ['a${*}b${?}${$}', everything, [text('a*b?$')]],
    ['$a{b}', everything, [text('$a{b}')]],
    ['${aws:username}*', { variables: false, wildcards: true }, [text('${aws:username}'), star]],
    ['${*}', { variables: false, wildcards: true }, [text('${'), star, text('}')]],
  ])('is parsed: %s, with %j', (written, grammar, parts) => {
    expect(pattern(written, grammar)).toEqual({ written, parts });
  });

  test.each([
    ...['${', '${aws:username', 'a${b', '${}', '${aws}', '${aws:}', '${:a}', '${a:b,c}', '${**}', '${ a:b}', '${a:b }'],
    ...["${a:b,'c'}", "${a:b,  'c'}", '${a:b, c}', "${a:b, 'c''}", "${a:b, 'c}", "${a:b, 'c' }", "${a:'b'}", '${a:$}'],
    ...['${a b:c}', '${a:b${c:d}}', "${a:b, 'c}d'}"],
  ])('is refused with a malformed variable: %s', (written) => {
    expect(parsePattern(written, everything)._unsafeUnwrapErr()).toBe(
      `has a variable that is not understood: ${written}`,
    );
  });
});

const matches = (written: string, found: string, context: RequestContext = {}, grammar?: PatternGrammar) =>
  isLike(fillPattern(pattern(written, grammar), createContextKeys(context)), found);

describe('wildcards [IAM User Guide, "IAM JSON policy elements: Condition operators"]', () => {
  test.each([
    ['a', 'a', true],
    ['a', 'A', false],
    ['a', 'ab', false],
    ['b', 'ab', false],
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'a:/\n', true],
    ['a*', 'a', true],
    ['a*', 'abc', true],
    ['a*', 'ba', false],
    ['*a', 'ba', true],
    ['a*c', 'abcbc', true],
    ['a*c', 'abcb', false],
    ['*a*b*', 'xaxbx', true],
    ['*a*b*', 'xbxax', false],
    ['*ab', 'aab', true],
    ['?', '', false],
    ['?', 'a', true],
    ['?', 'ab', false],
    ['?*', '', false],
    ['?*', 'ab', true],
    ['*?', 'ab', true],
    ['a?c', 'a:c', true],
    ['?', '😀', true],
    ['??', '😀', false],
    ['?', '\uffff', true],
    ['*b', '😀b', true],
    ['.', 'a', false],
    ['[a]', 'a', false],
    ['(a|b)+', '(a|b)+', true],
  ])('%j matches %j: %s', (written, found, is) => {
    expect(matches(written, found)).toBe(is);
  });

  test('match in any case if case is ignored', () => {
    const like = (written: string, found: string) =>
      isLike(fillPattern(pattern(written), createContextKeys({ 'a:b': 'XyZ' })), found, { ignoreCase: true });
    expect([like('aB*', 'AbC'), like('${a:b}', 'xYz'), like('aB', 'AbC')]).toEqual([true, true, false]);
  });

  test('are matched without exponential backtracking', () => {
    // A search that tried every way in turn would not finish.
    expect(matches(`${'*a'.repeat(50)}b`, 'a'.repeat(1000))).toBe(false);
  });

  test('match what the equivalent regular expression matches', () => {
    const some = fc.array(fc.constantFrom('a', 'b', '*', '?', ':'), { maxLength: 8 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(some, fc.string({ unit: fc.constantFrom('a', 'b', ':', '*'), maxLength: 8 }), (written, found) => {
        const escaped = written.replaceAll('*', '.*').replaceAll('?', '.');
        expect(matches(written, found)).toBe(new RegExp(`^${escaped}$`, 's').test(found));
      }),
    );
  });
});

describe('variables [IAM User Guide, "IAM policy elements: Variables and tags"]', () => {
  const tag = 'aws:PrincipalTag/owner';
  test.each<[string, string, RequestContext, boolean]>([
    ['${aws:PrincipalTag/owner}', 'ann', { [tag]: 'ann' }, true],
    ['${aws:PrincipalTag/owner}', 'bob', { [tag]: 'ann' }, false],
    ['${AWS:principaltag/OWNER}', 'ann', { [tag]: 'ann' }, true],
    ['a/${aws:PrincipalTag/owner}/*', 'a/ann/b', { [tag]: 'ann' }, true],
    ['a/${aws:PrincipalTag/owner}/*', 'a/bob/b', { [tag]: 'ann' }, false],
    // Values are literal.
    ['${aws:PrincipalTag/owner}', 'ann', { [tag]: '*' }, false],
    ['${aws:PrincipalTag/owner}', '*', { [tag]: '*' }, true],
    ['${aws:PrincipalTag/owner}', 'a', { [tag]: '?' }, false],
    ['${aws:PrincipalTag/owner}', 'ann', { [tag]: '${a:b}', 'a:b': 'ann' }, false],
    // If a variable has no value, nothing equals or matches it.
    ['${aws:PrincipalTag/owner}', '', {}, false],
    ['${aws:PrincipalTag/owner}*', 'ann', {}, false],
    ['${aws:PrincipalTag/owner}', '${aws:PrincipalTag/owner}', {}, false],
    ['x${aws:PrincipalTag/owner}', 'x', { [tag]: '' }, false],
    ['${aws:TagKeys}', 'a', { 'aws:TagKeys': ['a'] }, false],
    // Default values.
    ["${aws:PrincipalTag/owner, 'ann'}", 'ann', {}, true],
    ["${aws:PrincipalTag/owner, 'ann'}", 'ann', { [tag]: 'bob' }, false],
    ["${aws:PrincipalTag/owner, 'ann'}", 'bob', { [tag]: 'bob' }, true],
    ["${aws:PrincipalTag/owner, 'ann'}", 'ann', { [tag]: '' }, true],
    ["${aws:PrincipalTag/owner, '*'}", 'ann', {}, false],
    ["x${aws:PrincipalTag/owner, ''}", 'x', {}, true],
    ["${aws:TagKeys, 'a'}", 'a', { 'aws:TagKeys': ['b'] }, true],
    // Special characters.
    ['a${*}', 'a*', {}, true],
    ['a${*}', 'ab', {}, false],
    ['a${?}', 'a?', {}, true],
    ['a${?}', 'ab', {}, false],
    ['${$}{a:b}', '${a:b}', { 'a:b': 'x' }, true],
  ])('%s matches %j in the context %j: %s', (written, found, context, is) => {
    expect(matches(written, found, context)).toBe(is);
  });

  test('are shown with their values, and listed if they have none', () => {
    const shown = (written: string) => fillPattern(pattern(written), createContextKeys({ [tag]: 'ann' }));
    expect(shown("a${aws:PrincipalTag/owner}*?${*}${a:b, 'c'}")).toMatchObject({ shown: 'aann*?*c', withoutValue: [] });
    expect(shown('a${a:b}*${c:d}')).toMatchObject({ shown: 'a${a:b}*${c:d}', withoutValue: ['a:b', 'c:d'] });
  });

  test('are literal text where the grammar has no variables', () => {
    const none = { variables: false, wildcards: true };
    expect(matches('${aws:PrincipalTag/owner}', 'ann', { [tag]: 'ann' }, none)).toBe(false);
    expect(matches('${aws:PrincipalTag/owner}', '${aws:PrincipalTag/owner}', { [tag]: 'ann' }, none)).toBe(true);
  });
});

describe('context keys [IAM User Guide, "IAM JSON policy elements: Condition"]', () => {
  test('are found in any case, but not if they have no values', () => {
    const keys = createContextKeys({ 'aws:Username': 'ann', 'aws:TagKeys': ['a'], 'aws:CalledVia': [], 'a:empty': '' });
    expect(
      ['AWS:USERNAME', 'aws:tagkeys', 'aws:CalledVia', 'a:empty', 'aws:absent', 'constructor'].map(keys.valueOf),
    ).toEqual(['ann', ['a'], undefined, '', undefined, undefined]);
  });

  test('that differ only by case are an error', () => {
    expect(() => createContextKeys({ 'aws:RequestTag/owner': 'ann', 'aws:RequestTag/Owner': 'bob' })).toThrow(
      'by case only',
    );
  });
});
