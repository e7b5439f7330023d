import { toOneLine } from './plain.ts';

/** The most bytes that file systems allow in a name. */
const maxBytes = 255;

/** Device names of Windows, with any extension [Microsoft, "Naming Files, Paths, and Namespaces"]. */
const device = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?:\.|$)/i;

/**
 * Returns a safe local name for a file from elsewhere: a single name in the folder that is not hidden, cannot steer a
 * terminal, and cannot be read as an option, a stream or a device. The rules are the same on every system, since
 * systems share folders.
 */
export const toSafeFileName = (name: string): string => {
  const plain = toOneLine(name)
    .replaceAll(/[\ufffd/\\:*?"<>|]/gu, '_')
    .replace(/^[.\-~]+/, (marks) => '_'.repeat(marks.length))
    .replace(/[. ]+$/, '');
  const letters = [...(plain === '' ? 'file' : plain)];
  while (Buffer.byteLength(letters.join('')) > maxBytes) letters.pop();
  const safe = letters.join('');
  return device.test(safe) ? `_${safe}` : safe;
};
