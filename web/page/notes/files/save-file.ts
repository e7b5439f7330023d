import type { FileFailure, FilesClient } from 'owned-notes/client';
import { followQuietly } from '../../ui/use-ask-on-leave.ts';

/**
 * Lets the browser save a file from a presigned URL, which fixes its name and headers: the file streams, whatever its
 * size, and is not opened. Checks first that the file exists, because an error response would replace this page.
 * Resolves to the reason if it is not saved.
 */
export const saveFile = async (files: FilesClient, attachment: string): Promise<FileFailure | undefined> => {
  const there = await files.download(attachment);
  if (there.isErr()) return there.error;
  const signed = await files.attachmentUrl(attachment, { expiresIn: 60 });
  if (signed.isErr()) return signed.error;
  const link = document.createElement('a');
  link.href = signed.value.url;
  link.rel = 'noopener noreferrer';
  followQuietly(() => link.click());
  return undefined;
};
