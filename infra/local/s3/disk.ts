import { open, rename } from 'node:fs/promises';

/** Puts a file in its place, whole or not at all: it is on disk before its name is, and its name before this resolves. */
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

/** Makes names that were made or removed in a folder last. Windows keeps them in a journal and cannot open folders. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
