import type { AttributeMap } from '../../dynamodb/ask-table.ts';
import { measureItem } from '../../dynamodb/item-size.ts';
import type { ShownItem } from './shown.ts';
import type { WatchedData } from './watched-data.ts';

/** Characters of a note's content that are shown: whole notes of up to 256 KiB each would be too much for a page. */
const longest = 600;

export const showItem = (
  item: AttributeMap,
  { partitionKey, sortKey, timeToLive }: WatchedData['table'],
): ShownItem => {
  const content = readText(item, 'content');
  const ends = timeToLive === undefined ? undefined : readNumber(item, timeToLive);
  return {
    owner: readText(item, partitionKey) ?? '',
    noteId: readText(item, sortKey) ?? '',
    kind: readNumber(item, 'deletedAt') === undefined ? 'note' : 'tombstone',
    ...includeIfDefined('content', content?.slice(0, longest)),
    ...(content !== undefined && content.length > longest && { isCut: true }),
    ...includeIfDefined('attachment', readText(item, 'attachment')),
    ...includeIfDefined('createdAt', readNumber(item, 'createdAt')),
    ...includeIfDefined('updatedAt', readNumber(item, 'updatedAt')),
    ...includeIfDefined('deletedAt', readNumber(item, 'deletedAt')),
    ...includeIfDefined('expiresAt', ends === undefined ? undefined : ends * 1000),
    ...includeIfDefined('revision', readText(item, 'revision')),
    size: measureItem(item),
  };
};

/** Reads a text. Anything else that other code stored in its place is shown as JSON. */
export const readText = (item: AttributeMap, name: string): string | undefined => {
  const value = item[name];
  if (value === undefined || value.NULL !== undefined) return undefined;
  return typeof value.S === 'string' ? value.S : JSON.stringify(value);
};

export const readNumber = (item: AttributeMap, name: string): number | undefined => {
  const number = Number(item[name]?.N);
  return item[name]?.N !== undefined && Number.isFinite(number) ? number : undefined;
};

const includeIfDefined = <K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: V };
