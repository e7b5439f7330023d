import { orphanMark } from '../../../../src/adapters/s3/s3-swept-files.ts';
import type { Files } from '../../s3/files.ts';
import type { Sums } from './owners.ts';
import type { FilePage, ShownFile, ShownUpload } from './shown.ts';

const shownAtOnce = 100;

/**
 * Reads a page of files in key order, which groups them by owner; only those whose key contains `search`, if it is not
 * empty.
 */
export const readFilePage = (
  { objects, uploads }: Files,
  { naming }: Sums,
  { search, after }: { readonly search: string; readonly after: string | null },
): FilePage => {
  const wanted = search.toLowerCase();
  const isWanted = (key: string) => key.toLowerCase().includes(wanted);
  const files: ShownFile[] = [];
  let next: string | undefined;
  for (const key of objects.keys.from(after ?? '')) {
    if (key === after || !isWanted(key)) continue;
    const found = objects.find(key);
    if (found === undefined) continue;
    if (files.length === shownAtOnce) {
      next = files.at(-1)?.key;
      break;
    }
    const place = splitKey(key);
    const since = Number(found.tags?.[orphanMark]);
    files.push({
      ...{ key, ...place, size: found.size, modified: found.lastModified },
      type: found.description.headers['content-type'] ?? '',
      notes: place.owner === undefined ? [] : (naming.get(place.owner)?.get(place.name) ?? []),
      ...(Number.isFinite(since) && { markedAt: since }),
    });
  }
  const begun = uploads
    .all()
    .filter(({ key }) => isWanted(key))
    .map(({ id, key, initiated }): ShownUpload => {
      const parts = uploads.parts(id);
      const bytes = parts.reduce((sum, { size }) => sum + size, 0);
      return { key, ...splitKey(key), begun: initiated, parts: parts.length, bytes };
    });
  return { files, uploads: begun, ...(next !== undefined && { next }) };
};

/** Splits `private/<identity id>/<key>` [decision 24]. */
const splitKey = (key: string): { readonly owner?: string; readonly name: string } => {
  const [, owner, name] = /^private\/([^/]+)\/(.+)$/s.exec(key) ?? [];
  return owner === undefined || name === undefined ? { name: key } : { owner, name };
};
