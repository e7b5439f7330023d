import { isIPv4, isIPv6 } from 'node:net';

/** The addresses from the first to the last, both in hexadecimal: 8 digits for IPv4, 32 for IPv6. */
export interface AddressRange {
  readonly version: 4 | 6;
  readonly first: string;
  readonly last: string;
}

/**
 * Parses a range in CIDR format. An IPv4 address alone is a range of one: its prefix is /32 [IAM User Guide, "IAM JSON
 * policy elements: Condition operators"]. The page says the same of IPv6, where /32 would be a whole network and hardly
 * what was meant: an IPv6 address without a prefix is not understood here.
 */
export const parseAddressRange = (text: string): AddressRange | undefined => {
  const [, address = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const base = parseAddress(address);
  if (base === undefined || (base.version === 6 && prefix === undefined)) return undefined;
  const bits = base.digits.length * 4;
  const length = Number(prefix ?? bits);
  if (length > bits) return undefined;
  const host = (1n << BigInt(bits - length)) - 1n;
  const number = BigInt(`0x${base.digits}`);
  const digits = (of: bigint) => of.toString(16).padStart(base.digits.length, '0');
  return { version: base.version, first: digits(number & ~host), last: digits(number | host) };
};

/** Returns whether an address is in a range. Addresses of one version are in no range of the other. */
export const isInRange = (text: string, { version, first, last }: AddressRange): boolean => {
  const address = parseAddress(text);
  return address?.version === version && first <= address.digits && address.digits <= last;
};

const parseAddress = (text: string): { readonly version: 4 | 6; readonly digits: string } | undefined => {
  if (isIPv4(text)) return { version: 4, digits: expandIPv4(text) };
  // A zone means something on one machine only.
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const [head = '', tail = ''] = text.split('::').map(expandGroups);
  return { version: 6, digits: `${head.padEnd(32 - tail.length, '0')}${tail}` };
};

/** Returns the digits of an IPv6 address's groups, the last of which may be written as an IPv4 address. */
const expandGroups = (text: string): string =>
  text === ''
    ? ''
    : text
        .toLowerCase()
        .split(':')
        .map((group) => (isIPv4(group) ? expandIPv4(group) : group.padStart(4, '0')))
        .join('');

const expandIPv4 = (text: string): string =>
  text
    .split('.')
    .map((byte) => Number(byte).toString(16).padStart(2, '0'))
    .join('');
