import type { FileFailure, FilesClient } from 'owned-notes/client';

/**
 * Lets the browser save a file, under the name and the headers that the client signed: it streams whatever size it has, and opens nothing. Asks
 * first whether it is there, as a refusal would be a page in this one's place. Gives why it is not saved.
 */
export const saveFile = async (files: FilesClient, attachment: string): Promise<FileFailure | undefined> => {
  const there = await files.download(attachment);
  if (there.isErr()) return there.error;
  const signed = await files.attachmentUrl(attachment, { expiresIn: 60 });
  if (signed.isErr()) return signed.error;
  const link = document.createElement('a');
  link.href = signed.value.url;
  link.rel = 'noopener noreferrer';
  link.click();
  return undefined;
};
