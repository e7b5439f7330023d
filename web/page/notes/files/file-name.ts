/**
 * Returns a file's name for display: the last segment of its key, without the time. Files are not saved under it; the
 * client names those.
 */
export const readFileName = (key: string): string => {
  const name = key.slice(key.lastIndexOf('/') + 1).replace(/^\d+-(?=.)/u, '');
  // Characters that change the text direction could show "gnp.exe" as "exe.png".
  return name.replaceAll(/[\p{Bidi_Control}\p{Cc}]/gu, '\ufffd');
};
