import { toOneLine } from './plain.ts';

/** Bytes that file systems allow a name. */
const maxBytes = 255;

/** Names that are devices of Windows, whatever ends they have [Microsoft, "Naming Files, Paths, and Namespaces"]. */
const device = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?:\.|$)/i;

/**
 * What a file from elsewhere is called here: one name in the folder, and none that hides, steers a terminal or is read as an option, as a
 * stream or as a device. On every system by the same rules, as folders are shared between systems.
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
