/**
 * The input is not an archive of notes, or was changed into something else. Nothing behind that place is believed.
 *
 * @example
 * const read = await readArchiveContents(file.stream());
 * const isInvalid = read.match(() => false, ({ kind }) => kind === 'InvalidArchive');
 */
export interface InvalidArchive {
  readonly kind: 'InvalidArchive';
  /** A whole sentence. Names in it are untrusted. */
  readonly reason: string;
}

/**
 * The archive ends too early: an export broke off, or the file was cut. What it has until then is valid.
 *
 * @example
 * const isCut = await importAll(file.stream(), notes, files).match(() => false, ({ kind }) => kind === 'ArchiveCut');
 */
export interface ArchiveCut {
  readonly kind: 'ArchiveCut';
  readonly reason: string;
}

export const invalid = (reason: string): InvalidArchive => ({ kind: 'InvalidArchive', reason });

export const cut: ArchiveCut = { kind: 'ArchiveCut', reason: 'The archive is incomplete: it ends in the middle.' };

/** Quotes an untrusted text in a sentence: shortened, and without characters that could control a terminal. */
export const quote = (text: string): string => `"${[...text.replaceAll(/[\p{C}"]/gu, '_')].slice(0, 80).join('')}"`;
