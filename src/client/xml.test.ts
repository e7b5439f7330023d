import fc from 'fast-check';
import { expect, test } from 'vitest';
import { errorDocument, textElement, xmlDocument } from '../../infra/local/s3/xml.ts';
import { anyCharacter } from '../laws/any-character.ts';
import { escapeXml, readText, readXml } from './xml.ts';

const anyText = fc.string({ unit: anyCharacter, maxLength: 60 }).filter((text) => text.isWellFormed());

test('text from S3 is read unchanged', () => {
  fc.assert(
    fc.property(anyText, anyText, (one, other) => {
      const document = xmlDocument('Result', textElement('One', one), textElement('Other', other));
      const result = readXml(`  \n${document}`);
      expect(result?.name).toBe('Result');
      expect([readText(result as never, 'One'), readText(result as never, 'Other')]).toEqual([one, other]);
      expect(readText(readXml(errorDocument(textElement('Code', one))) as never, 'Code')).toBe(one);
    }),
  );
});

test('text that is sent is read unchanged', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(readXml(`<A>${escapeXml(text)}</A>`)?.text).toBe(text);
    }),
  );
});

test('whatever the input, nothing is thrown and nothing is repaired', () => {
  const piece = fc.constantFrom(
    '<A>',
    '</A>',
    '<B/>',
    '<',
    '>',
    '&',
    '&amp;',
    '&#x41;',
    '&#xffffffff;',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    'x',
    ' ',
    '<?xml version="1.0"?>',
    '<A b="c">',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const document = pieces.join('');
      const read = readXml(document);
      if (read !== undefined) expect(document.match(/<A/g)?.length ?? 0).toBe(document.match(/<\/A>/g)?.length ?? 0);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['nothing', ''],
  ['text', 'x'],
  ['an unclosed element', '<A>'],
  ['another end', '<A></B>'],
  ['two elements', '<A/><A/>'],
  ['text beside elements', '<A>x<B/></A>'],
  ['a comment', '<A><!-- x --></A>'],
  ['CDATA', '<A><![CDATA[x]]></A>'],
  ['a document type', '<!DOCTYPE A><A/>'],
  ['an entity', '<A>&x;</A>'],
  ['half a reference', '<A>&amp</A>'],
  ['a reference to no character', '<A>&#x110000;</A>'],
  ['a name that JavaScript inherits', '<A>&constructor;</A>'],
  ['an attribute without quotes', '<A b=c/>'],
  ['nesting that is too deep', '<A>'.repeat(9) + '</A>'.repeat(9)],
])('%s is refused', (_, document) => {
  expect(readXml(document)).toBeUndefined();
});

test('parsing time grows only linearly with length', () => {
  /** Returns CPU time in microseconds, which does not grow on a busy machine. */
  const timeOf = (work: () => void): number => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const document = `<A>${'<B>text</B>'.repeat(100_000)}</A>`;
  const usual = timeOf(() => expect(readXml(document)?.children).toHaveLength(100_000));
  for (const hostile of [
    `<A${' b="c"'.repeat(50_000)}`,
    ' '.repeat(1_000_000),
    `<A>${'&'.repeat(500_000)}</A>`,
    `<A${' '.repeat(200_000)}x`,
  ])
    expect(timeOf(() => expect(readXml(hostile)).toBeUndefined())).toBeLessThan(10 * usual);
});
