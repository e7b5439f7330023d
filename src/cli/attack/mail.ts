import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isRecord, isText } from '../../client/shapes.ts';
import type { OutputsFile } from '../outputs.ts';
import { readGiven, readTrusted } from '../outputs-file.ts';
import { decodeText } from '../read-text.ts';

/** The code that a stack on this machine mailed to an address last, kept beside its outputs. Throws `Failure`. */
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
