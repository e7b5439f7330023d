import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readText, readXml } from './read-xml.ts';
import { anyText } from './test-arbitraries.ts';
import { element, textElement, xmlDocument } from './xml.ts';

describe('XML', () => {
  test('round-trips any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const root = readXml(xmlDocument('A', element('B', textElement('C', text)), textElement('D', 1)));
        expect(root.name).toBe('A');
        expect([root.children[0]?.children[0]?.text, readText(root, 'D')]).toEqual([text, '1']);
      }),
    );
  });

  test('escapes everything that a parser would take for markup or normalize', () => {
    expect(textElement('A', '<b c="d">&\r\n\u0001')).toBe('<A>&lt;b c=&quot;d&quot;&gt;&amp;&#xD;\n&#x1;</A>');
  });

  test.each([
    ...['', 'a', '<a>', '<a></b>', '<a/><b/>', '<a/>b', 'a<b/>', '<a>b<c/></a>', '<a b="c"/>', '<a b:c="d"/>'],
    ...['<!DOCTYPE a><a/>', '<a><!-- b --></a>', '<a><?b?></a>', '<a><![CDATA[b]]></a>', '<a>&b;</a>', '<a>&</a>'],
    ...[
      '<a>&#xD800;</a>',
      '<a>&#1114112;</a>',
      '<1/>',
      '<a>',
      '< a/>',
      '<?xml version="1.0"?><?xml version="1.0"?><a/>',
    ],
    ...['<a><b><c><d><e/></d></c></b></a>', '<a></a b="c">', '<a xmlns="<"/>'],
  ])('that is malformed, or more than S3 is ever sent, is refused: %s', (document) => {
    expect(() => readXml(document)).toThrow('well-formed');
  });

  test.each([
    ['<a/>', ''],
    ['<?xml version="1.0" encoding="UTF-8"?>\n<a xmlns="http://b/">c</a>\n', 'c'],
    ["<a xmlns='b' xmlns:xsi='c' >&lt;&gt;&amp;&quot;&apos;&#65;&#x1f600;</a>", '<>&"\'A\u{1f600}'],
    ['<a> b\r\nc </a>', ' b\nc '],
  ])('is parsed: %s', (document, text) => {
    expect(readXml(document)).toEqual({ name: 'a', children: [], text });
  });

  test('is refused if an element that may occur once is repeated', () => {
    expect(() => readText(readXml('<a><b/><b/></a>'), 'b')).toThrow('well-formed');
    expect(readText(readXml('<a><c/></a>'), 'b')).toBeUndefined();
  });
});
