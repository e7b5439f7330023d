import { checkKey } from './address.ts';
import { xmlAnswer } from './answer.ts';
import { deleteCondition } from './conditions.ts';
import { onlyVersion } from './list-versions.ts';
import type { Asked, Operate } from './operations.ts';
import { readXml, textOf } from './read-xml.ts';
import { refused, S3Refusal } from './refusal.ts';
import { demandDigest } from './stated-payload.ts';
import { element, textElement, type Xml } from './xml.ts';

export const deleteObject: Operate = async ({ call, files }) => {
  await files.objects.remove(call.key, deleteCondition(call.header('if-match')));
  return { status: 204, headers: {} };
};

/** [S3 API Reference, "DeleteObjects": at most 1,000 keys]; bytes. */
const limits = { keys: 1000, maxBytes: 1024 * 1024 };

export const deleteObjects: Operate = async (asked) => {
  const { call } = asked;
  demandDigest(call);
  const request = readXml(await asked.payload.read(limits));
  const objects = request.children.filter(({ name }) => name === 'Object');
  const others = request.children.filter(({ name }) => name !== 'Object' && name !== 'Quiet');
  if (request.name !== 'Delete' || others.length > 0 || objects.length === 0 || objects.length > limits.keys)
    throw refused('MalformedXML');
  const quiet = textOf(request, 'Quiet') === 'true';
  const wanted = objects.map((each) => {
    if (each.children.some(({ name }) => !['Key', 'ETag', 'VersionId'].includes(name))) throw refused('NotImplemented');
    const key = textOf(each, 'Key') ?? '';
    if (key === '') throw refused('MalformedXML');
    return { key, etag: textOf(each, 'ETag'), version: textOf(each, 'VersionId') };
  });
  const results: Xml[] = [];
  for (const each of wanted) results.push(await removed(asked, each, quiet));
  return xmlAnswer({}, 'DeleteResult', ...results);
};

interface Wanted {
  readonly key: string;
  readonly etag: string | undefined;
  /** Which of a key's versions: of a bucket that has none, each has this one. */
  readonly version: string | undefined;
}

/** What became of one of the keys, each of which is decided by itself. */
const removed = async (asked: Asked, { key, etag, version }: Wanted, quiet: boolean): Promise<Xml> => {
  const { files, denial, requestTo } = asked;
  try {
    checkKey(key);
    const denied = denial(version === undefined ? requestTo.delete(key) : requestTo.deleteVersion(key));
    if (denied !== undefined) throw refused('AccessDenied', { message: denied });
    if (version !== undefined && version !== onlyVersion) throw refused('NoSuchVersion');
    await files.objects.remove(key, deleteCondition(etag));
    return quiet ? ('' as Xml) : element('Deleted', textElement('Key', key));
  } catch (error) {
    if (!(error instanceof S3Refusal)) throw error;
    return element(
      'Error',
      textElement('Key', key),
      textElement('Code', error.code),
      textElement('Message', error.message),
    );
  }
};
