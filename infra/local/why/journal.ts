import { constants } from 'node:fs';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { ExplainedRefusal } from './explanation.ts';

export interface Journal {
  /** Keeps a refusal. Resolves once it is written. */
  keep(refusal: ExplainedRefusal): Promise<void>;
  /** Drops refusals that name a user who was erased. Resolves once it is written. */
  forget(identityId: string): Promise<void>;
}

/** Refusals that are kept; there may be twice as many before the oldest are dropped. */
const kept = 300;

/** Characters: longer than any readable line of a canonical request. */
const longestLine = 1000;

/**
 * Keeps a limited number of refusals as lines of JSON in `file`, readable by its owner only and never through a link.
 */
export const openJournal = (file: string): Journal => {
  let count: number | undefined;
  let writing: Promise<void> = Promise.resolve();

  const append = async (refusal: ExplainedRefusal): Promise<void> => {
    count ??= (await readLines(file)).length;
    const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW } = constants;
    await using opened = await open(file, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600);
    // An existing file keeps its own mode.
    await opened.chmod(0o600);
    await opened.appendFile(`${JSON.stringify(clipRefusal(refusal))}\n`);
    count += 1;
    if (count < 2 * kept) return;
    await replace((await readLines(file)).slice(-kept));
  };

  const replace = async (lines: readonly string[]): Promise<void> => {
    await rm(`${file}.new`, { force: true });
    await writeFile(`${file}.new`, lines.map((line) => `${line}\n`).join(''), { flag: 'wx', mode: 0o600 });
    await rename(`${file}.new`, file);
    count = lines.length;
  };

  const without = async (identityId: string): Promise<void> => {
    const lines = await readLines(file);
    const others = lines.filter((line) => !names(line, identityId));
    if (others.length < lines.length) await replace(others);
  };

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = writing.then(work);
    writing = done.catch(() => {});
    return done;
  };

  return {
    keep: (refusal) => inTurn(() => append(refusal)),
    forget: (identityId) => inTurn(() => without(identityId)),
  };
};

const readLines = async (file: string): Promise<readonly string[]> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
};

/** Returns whether a text names an id, in any case, and however often it is percent-encoded, as it is in S3's paths. */
const names = (text: string, id: string): boolean => decodeEscapes(text).toLowerCase().includes(id.toLowerCase());

/** Decodes escapes until none is left. An id is ASCII, so bytes are as good as characters, and any escape is valid. */
const decodeEscapes = (text: string): string => {
  const decoded = text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decoded === text ? text : decodeEscapes(decoded);
};

const clipRefusal = (refusal: ExplainedRefusal): ExplainedRefusal => ({
  ...refusal,
  request: clip(refusal.request),
  cause: clip(refusal.cause),
  advice: clip(refusal.advice),
  sections: refusal.sections.map(({ title, lines }) => ({ title, lines: lines.map(clip) })),
});

const clip = (text: string): string => (text.length > longestLine ? `${text.slice(0, longestLine)}…` : text);
