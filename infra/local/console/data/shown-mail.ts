import { readFile } from 'node:fs/promises';
import type { ShownMail } from './shown.ts';

const mostShown = 200;

/** Reads the latest mails, newest first. Skips a line that is only half written. */
export const readMail = async (file: string): Promise<readonly ShownMail[]> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').slice(-mostShown).flatMap(parseMail).toReversed();
};

const parseMail = (line: string): readonly ShownMail[] => {
  try {
    const { time, to, purpose, code } = JSON.parse(line);
    return [time, to, purpose, code].every((each) => typeof each === 'string') ? [{ time, to, purpose, code }] : [];
  } catch {
    return [];
  }
};
