/** Records that describe the next entry: what its header has no room for [POSIX.1-2024, "pax Extended Header"]. */
export type PaxRecords = ReadonlyMap<string, string>;

/** Encodes each record as `<length> <keyword>=<value>\n`, where the length is that of the whole record. */
export const encodePax = (records: PaxRecords): Uint8Array<ArrayBuffer> => {
  const lines = [...records].map(([keyword, value]) => {
    const rest = ` ${keyword}=${value}\n`;
    const bytes = new TextEncoder().encode(rest).length;
    // The length includes its own digits, which may add another digit.
    let length = bytes + String(bytes).length;
    if (String(length).length > String(bytes).length) length++;
    return `${length}${rest}`;
  });
  return new TextEncoder().encode(lines.join(''));
};

/** Reads the records. Returns `undefined` if they are malformed. */
export const readPax = (bytes: Uint8Array): PaxRecords | undefined => {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const digits = decodeText(bytes.subarray(at, space === -1 ? at : space)) ?? '';
    const end = at + Number(digits);
    if (!/^[1-9]\d{0,6}$/.test(digits) || end > bytes.length || end <= space + 2 || bytes[end - 1] !== 0x0a)
      return undefined;
    const record = bytes.subarray(space + 1, end - 1);
    const equals = record.indexOf(0x3d);
    const [keyword, value] = [
      decodeText(record.subarray(0, Math.max(equals, 0))),
      decodeText(record.subarray(equals + 1)),
    ];
    if (!keyword || value === undefined) return undefined;
    records.set(keyword, value);
    at = end;
  }
  return records;
};

const decodeText = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
};
