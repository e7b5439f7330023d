import type { LocalStack } from '../kit/local-stack.ts';
import { createListPath, filesAs } from './files.ts';
import { type Keys, observeSession, readHeldBySweep } from './in-a-function.ts';
import type { Note } from './observations.ts';

interface Swept extends Pick<LocalStack, 'outputs' | 'lines'> {
  /** The owner that a session is for, and another. */
  readonly own: string;
  readonly foreign: string;
}

/** Tries what the sweep holds: by itself, and in a session for an owner. */
export const inSweep = async ({ outputs, lines, own, foreign }: Swept, note: Note): Promise<void> => {
  const held = readHeldBySweep(lines);
  if (held === undefined) return;
  const asSweep = filesAs(outputs, held.keys);
  await note('the sweep lists who has files', () => asSweep('GET', `${createListPath('private/')}&delimiter=%2F`));
  await note('the sweep lists files by itself', () => asSweep('GET', createListPath('private/')));
  await note('the sweep deletes a file by itself', () => asSweep('DELETE', `/private/${foreign}/a.txt`));
  await note('the sweep queries by itself', () => query(held.keys, own, names));

  let session: Keys | undefined;
  await note('the sweep takes its data role', async () => {
    session = await held.take(held.dataRoleArn, { owner: own });
  });
  if (session === undefined) return;
  const { keys } = { keys: session };
  const asOwner = filesAs(outputs, keys);
  await note('the sweep’s session reads file names in its owner’s notes', () => query(keys, own, names));
  await note('the sweep’s session reads file names in another owner’s notes', () => query(keys, foreign, names));
  await note('the sweep’s session reads content of its owner’s notes', () => query(keys, own, content));
  await note('the sweep’s session reads all of its owner’s notes', () => query(keys, own, all));
  await note('the sweep’s session lists its owner’s files', () => asOwner('GET', createListPath(`private/${own}/`)));
  await note('the sweep’s session lists another’s files', () => asOwner('GET', createListPath(`private/${foreign}/`)));
  for (const [whose, owner] of [
    ['its owner’s', own],
    ['another’s', foreign],
  ]) {
    const file = `/private/${owner}/a.txt`;
    await note(`the sweep’s session reads ${whose} file`, () => asOwner('GET', file));
    await note(`the sweep’s session overwrites ${whose} file`, () => asOwner('PUT', file, 'x'));
    await note(`the sweep’s session reads the tags of ${whose} file`, () => asOwner('GET', `${file}?tagging=`));
    await note(`the sweep’s session deletes ${whose} file`, () => asOwner('DELETE', file));
  }

  function query(by: Keys, key: string, more: object): Promise<string> {
    return observeSession(outputs, by, 'Query', { key, more });
  }
};

const names = { Select: 'SPECIFIC_ATTRIBUTES', ProjectionExpression: 'attachment' };
const content = { Select: 'SPECIFIC_ATTRIBUTES', ProjectionExpression: 'attachment, content' };
/** Asks for all attributes, while its condition names an allowed one. */
const all = { FilterExpression: 'attribute_exists(attachment)' };
