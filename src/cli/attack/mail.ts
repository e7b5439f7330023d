import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isRecord, isText } from '../../client/shapes.ts';
import type { OutputsFile } from '../outputs.ts';
import { readGiven, readTrusted } from '../outputs-file.ts';
import { decodeText } from '../read-text.ts';

/**
 * Returns the latest code that a local stack mailed to an address; the stack keeps its mail beside its outputs. Throws
 * `CliError`.
 */
export const findMailedCode = (outputs: OutputsFile, uid: number | undefined, to: string): string | undefined => {
  const file = join(dirname(outputs.path), 'mail.jsonl');
  if (!existsSync(file)) return undefined;
  const text = decodeText(outputs.isFound ? readTrusted(file, uid) : readGiven(file), file);
  const mail = text.split('\n').findLast((line) => line.includes(JSON.stringify(to)));
  try {
    const read: unknown = JSON.parse(mail ?? '');
    return isRecord(read) && isText(read.code) ? read.code : undefined;
  } catch {
    return undefined;
  }
};
