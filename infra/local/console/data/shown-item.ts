import type { AttributeMap } from '../../dynamodb/ask-table.ts';
import { itemSize } from '../../dynamodb/item-size.ts';
import type { ShownItem } from './shown.ts';
import type { WatchedData } from './watched-data.ts';

/** Characters of a note's content: a page of notes of 256 KiB each would be no page. */
const longest = 600;

export const shownItem = (
  item: AttributeMap,
  { partitionKey, sortKey, timeToLive }: WatchedData['table'],
): ShownItem => {
  const content = textOf(item, 'content');
  const ends = timeToLive === undefined ? undefined : numberOf(item, timeToLive);
  return {
    owner: textOf(item, partitionKey) ?? '',
    noteId: textOf(item, sortKey) ?? '',
    kind: numberOf(item, 'deletedAt') === undefined ? 'note' : 'tombstone',
    ...defined('content', content?.slice(0, longest)),
    ...(content !== undefined && content.length > longest && { isCut: true }),
    ...defined('attachment', textOf(item, 'attachment')),
    ...defined('createdAt', numberOf(item, 'createdAt')),
    ...defined('updatedAt', numberOf(item, 'updatedAt')),
    ...defined('deletedAt', numberOf(item, 'deletedAt')),
    ...defined('expiresAt', ends === undefined ? undefined : ends * 1000),
    ...defined('revision', textOf(item, 'revision')),
    size: itemSize(item),
  };
};

/** What somebody else's code stored in place of a text is shown as its JSON. */
export const textOf = (item: AttributeMap, name: string): string | undefined => {
  const value = item[name];
  if (value === undefined || value.NULL !== undefined) return undefined;
  return typeof value.S === 'string' ? value.S : JSON.stringify(value);
};

export const numberOf = (item: AttributeMap, name: string): number | undefined => {
  const number = Number(item[name]?.N);
  return item[name]?.N !== undefined && Number.isFinite(number) ? number : undefined;
};

const defined = <K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: V };
