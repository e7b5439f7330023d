import type { FileTechnique } from '../file-probe.ts';
import { addresses } from './addresses.ts';
import { fileStrangers } from './file-strangers.ts';
import { foreignFiles } from './foreign-files.ts';
import { guesses } from './guesses.ts';
import { foreignLists } from './lists.ts';
import { otherFolders } from './other-folders.ts';
import { spelledFiles } from './spelled-files.ts';
import { foreignUploads } from './uploads.ts';

export const fileTechniques: readonly FileTechnique[] = [
  ...[foreignFiles, guesses, otherFolders, foreignUploads],
  ...[foreignLists, addresses, spelledFiles, fileStrangers],
];
