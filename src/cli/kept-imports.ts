import type { KeptUploads } from '../client/archive/import-file.ts';
import type { NotesConfig } from '../client/config.ts';
import { CliError } from './cli-error.ts';
import type { Here } from './here.ts';
import { createOwnerName, createUploadName, findKeptUpload, keepUpload } from './kept-uploads.ts';
import { words } from './terminal.ts';

/**
 * Keeps unfinished uploads of an archive's large files among the other uploads, so that another process can resume
 * them.
 */
export const createKeptImports = ({ world, terminal }: Here, at: NotesConfig, identityId: string): KeptUploads => {
  const nameOf = (key: string) => createUploadName(at, identityId, `archive ${key}`);
  return {
    kept: (key) => findKeptUpload(world, nameOf(key))?.upload,
    keep: async (key, upload) => {
      // A small file is sent in one request, so there is nothing to resume.
      if (upload !== undefined && upload.uploadId === undefined) return;
      const name = nameOf(key);
      if (upload === undefined && findKeptUpload(world, name) === undefined) return;
      const owner = createOwnerName(at, identityId);
      try {
        await keepUpload(world, name, upload && { size: upload.size, changed: 0, kept: world.now(), upload, owner });
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        terminal.aside(words`The upload of ${key} will not be resumable: ${error.message}`);
      }
    },
  };
};
