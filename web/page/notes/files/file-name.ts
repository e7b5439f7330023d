/** What a file is called: the last segment of its key, without the time. Nobody saves by it; the client names what is saved. */
export const fileNameOf = (key: string): string => {
  const name = key.slice(key.lastIndexOf('/') + 1).replace(/^\d+-(?=.)/u, '');
  // Marks that turn the direction would show "gnp.exe" as "exe.png".
  return name.replaceAll(/[\p{Bidi_Control}\p{Cc}]/gu, '\ufffd');
};
