import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OutputsFile } from './outputs.ts';
import { readGiven, readTrusted } from './outputs-file.ts';
import { decodeText } from './read-text.ts';

/** What a local stack records about a request that it refused. */
export interface Refusal {
  readonly time: string;
  readonly requestId: string;
  readonly request: string;
  readonly status?: number;
  readonly identityId?: string;
  readonly kind: string;
  readonly cause: string;
  readonly advice: string;
  readonly sections: readonly { readonly title: string; readonly lines: readonly string[] }[];
}

/** Reads the refusals beside the outputs of a local stack, oldest first. Throws `CliError`. */
export const readRefusals = (outputs: OutputsFile, uid: number | undefined): readonly Refusal[] => {
  const file = join(dirname(outputs.path), 'refusals.jsonl');
  if (!existsSync(file)) return [];
  const text = decodeText(outputs.isFound ? readTrusted(file, uid) : readGiven(file), file);
  return text.split('\n').flatMap((line) => parseRefusal(line) ?? []);
};

/** Parses a line and checks its shape: it may be half written, or of another version. */
const parseRefusal = (line: string): Refusal | undefined => {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return undefined;
  }
  return isRefusal(read) ? read : undefined;
};

const isRefusal = (value: unknown): value is Refusal => {
  if (!isRecord(value) || !Array.isArray(value.sections)) return false;
  const { status, identityId } = value;
  return (
    ['time', 'requestId', 'request', 'kind', 'cause', 'advice'].every((name) => typeof value[name] === 'string') &&
    (status === undefined || typeof status === 'number') &&
    (identityId === undefined || typeof identityId === 'string') &&
    value.sections.every((each) => isRecord(each) && typeof each.title === 'string' && areTexts(each.lines))
  );
};

const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
