import { BlockList, isIPv4 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isInRange, parseAddressRange } from './address-range.ts';
import { parseBoolean, parseDate, parseNumber } from './scalars.ts';

describe('a number', () => {
  test.each([
    ['0', 0],
    ['10', 10],
    ['-10', -10],
    ['10.50', 10.5],
    ['123456789012345', 123456789012345],
    ['0.12345678901234', 0.12345678901234],
  ])('is parsed from %s', (text, number) => {
    expect(parseNumber(text)).toBe(number);
  });

  test.each(['', '-', ' 1', '1 ', '+1', '1.', '.5', '1e3', '0x10', 'abc', '10abc', '1,000', '1234567890123456', '1\n'])(
    'is not parsed from %j',
    (text) => {
      expect(parseNumber(text)).toBeUndefined();
    },
  );
});

describe('a date [IAM User Guide, "IAM JSON policy elements: Condition operators"; W3C, "Date and Time Formats"]', () => {
  const newYear = Date.UTC(2026, 0, 1);
  test.each([
    ['2026', newYear],
    ['2026-01', newYear],
    ['2026-01-01', newYear],
    ['2026-01-01T00:00Z', newYear],
    ['2026-01-01T00:00:00Z', newYear],
    ['2026-01-01T00:00:00.5Z', newYear + 500],
    ['2026-01-01T01:30:00+01:30', newYear],
    ['2025-12-31T23:00:00-01:00', newYear],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['1767225600', newYear],
    ['86400', 86_400_000],
  ])('is parsed from %s', (text, time) => {
    expect(parseDate(text)).toBe(time);
  });

  test.each([
    ...['', 'yesterday', '2026-1-1', '2026-01-01T00:00:00', '2026-01-01T00Z', '2026-01-01 00:00:00Z', '2026-01-01Z'],
    ...['2026-13', '2026-02-29', '2026-02-30T00:00:00Z', '2026-01-01T25:00:00Z', '2026-01-01T00:00:00+0100', '123'],
    ...['123456789012', '-86400', '86400.5', ' 2026', '20260101T000000Z', '2026-01-01T00:00:00Z\n'],
  ])('is not parsed from %j', (text) => {
    expect(parseDate(text)).toBeUndefined();
  });
});

test('a Boolean may be written in any case', () => {
  expect(['true', 'True', 'FALSE', 'false', 'yes', '', '1', ' true', 'constructor'].map(parseBoolean)).toEqual([
    ...[true, true, false, false],
    ...[undefined, undefined, undefined, undefined, undefined],
  ]);
});

describe('a range of addresses [IAM User Guide, "IAM JSON policy elements: Condition operators"]', () => {
  test.each([
    ['203.0.113.0/24', 4, 'cb007100', 'cb0071ff'],
    ['203.0.113.9/24', 4, 'cb007100', 'cb0071ff'],
    ['203.0.113.9', 4, 'cb007109', 'cb007109'],
    ['203.0.113.9/32', 4, 'cb007109', 'cb007109'],
    ['0.0.0.0/0', 4, '00000000', 'ffffffff'],
    ['10.0.0.0/31', 4, '0a000000', '0a000001'],
    ['2001:DB8:1234:5678::/64', 6, '20010db8123456780000000000000000', '20010db812345678ffffffffffffffff'],
    ['::/0', 6, '0'.repeat(32), 'f'.repeat(32)],
    ['::1/128', 6, `${'0'.repeat(31)}1`, `${'0'.repeat(31)}1`],
    ['1:2:3:4:5:6:7:8/128', 6, '00010002000300040005000600070008', '00010002000300040005000600070008'],
    ['::ffff:10.0.0.1/128', 6, '00000000000000000000ffff0a000001', '00000000000000000000ffff0a000001'],
    ['1::/16', 6, `0001${'0'.repeat(28)}`, `0001${'f'.repeat(28)}`],
  ] as const)('%s', (text, version, first, last) => {
    expect(parseAddressRange(text)).toEqual({ version, first, last });
  });

  test.each([
    ...['', '203.0.113', '203.0.113.256', '203.0.113.0/33', '203.0.113.0/', '203.0.113.0/2a', '203.0.113.0/-1', 'a/8'],
    ...['203.0.113.0/24/24', '203.0.113.0-203.0.113.9', ' 203.0.113.0', '::1', '2001:db8::', '::/129', '::1%eth0/128'],
    ...['203.0.113.*', '/8', '/10.0.0.0/8', 'a/10.0.0.0/8', '203.0.113.0/0024'],
  ])('is not parsed from %j', (text) => {
    expect(parseAddressRange(text)).toBeUndefined();
  });

  const isIn = (address: string, text: string) => {
    const range = parseAddressRange(text);
    return range !== undefined && isInRange(address, range);
  };

  test.each([
    ['203.0.113.0', '203.0.113.0/24', true],
    ['203.0.113.255', '203.0.113.0/24', true],
    ['203.0.112.255', '203.0.113.0/24', false],
    ['203.0.114.0', '203.0.113.0/24', false],
    ['2001:db8::1', '2001:db8::/32', true],
    ['2001:0DB8:0:0::1', '2001:db8::1/128', true],
    ['2001:db9::', '2001:db8::/32', false],
    ['::1', '0.0.0.0/0', false],
    ['10.0.0.1', '::/0', false],
    ['nonsense', '0.0.0.0/0', false],
    ['', '::/0', false],
    ['fe80::1%eth0', '::/0', false],
    ['203.0.113.0/24', '203.0.113.0/24', false],
  ])('%s is in %s: %s', (address, text, is) => {
    expect(isIn(address, text)).toBe(is);
  });

  test('contains the addresses that Node’s BlockList finds in it', () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(address, address, fc.nat(128), fc.boolean(), (base, drawn, prefix, isBase) => {
        const found = isBase ? base : drawn;
        const family = (of: string) => (isIPv4(of) ? 'ipv4' : 'ipv6');
        const length = isIPv4(base) ? prefix % 33 : prefix;
        const list = new BlockList();
        list.addSubnet(base, length, family(base));
        // Node treats an IPv4 address as the IPv6 address to which it is mapped.
        const expected = family(found) === family(base) && list.check(found, family(found));
        expect(isIn(found, `${base}/${length}`)).toBe(expected);
      }),
    );
  });
});
