import { open, rename } from 'node:fs/promises';

/**
 * Writes a file atomically and durably: its content is on disk before its name is, and its name before this resolves.
 */
export const writeAtomically = async (path: string, text: string, temporary: string, folder: string): Promise<void> => {
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(folder);
};

/** Makes creations and deletions in a folder durable. Windows journals them, and cannot open folders. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
