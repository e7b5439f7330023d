/**
 * What is read is no archive of notes, or was changed to something else: nothing behind that place is believed.
 *
 * @example
 * const isInvalid = await readArchiveContents(file.stream()).match(() => false, ({ kind }) => kind === 'InvalidArchive');
 */
export interface InvalidArchive {
  readonly kind: 'InvalidArchive';
  /** A whole sentence. Names in it are somebody's word. */
  readonly reason: string;
}

/**
 * The archive ends before its end: an export that broke off, or a file that was cut. What it has until then is as it
 * should be.
 *
 * @example
 * const isCut = await importAll(file.stream(), notes, files).match(() => false, ({ kind }) => kind === 'ArchiveCut');
 */
export interface ArchiveCut {
  readonly kind: 'ArchiveCut';
  readonly reason: string;
}

export const invalid = (reason: string): InvalidArchive => ({ kind: 'InvalidArchive', reason });

export const cut: ArchiveCut = { kind: 'ArchiveCut', reason: 'The archive ends in the middle: it is not all there.' };

/** Somebody's text in a sentence: short, and without what would steer a terminal. */
export const quoted = (text: string): string => `"${[...text.replaceAll(/[\p{C}"]/gu, '_')].slice(0, 80).join('')}"`;
