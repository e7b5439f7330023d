import { checkKey } from './address.ts';
import { deleteCondition } from './conditions.ts';
import { onlyVersion } from './list-versions.ts';
import type { Operate, OperationContext } from './operations.ts';
import { readText, readXml } from './read-xml.ts';
import { createS3Error, S3Error } from './s3-error.ts';
import { createXmlResponse } from './s3-response.ts';
import { requireDigest } from './stated-payload.ts';
import { element, textElement, type Xml } from './xml.ts';

export const deleteObject: Operate = async ({ call, files }) => {
  await files.objects.delete(call.key, deleteCondition(call.header('if-match')));
  return { status: 204, headers: {} };
};

/** Keys [S3 API Reference, "DeleteObjects": at most 1,000] and bytes. */
const limits = { keys: 1000, maxBytes: 1024 * 1024 };

export const deleteObjects: Operate = async (asked) => {
  const { call } = asked;
  requireDigest(call);
  const request = readXml(await asked.payload.read(limits));
  const objects = request.children.filter(({ name }) => name === 'Object');
  const others = request.children.filter(({ name }) => name !== 'Object' && name !== 'Quiet');
  if (request.name !== 'Delete' || others.length > 0 || objects.length === 0 || objects.length > limits.keys)
    throw createS3Error('MalformedXML');
  const quiet = readText(request, 'Quiet') === 'true';
  const wanted = objects.map((each) => {
    if (each.children.some(({ name }) => !['Key', 'ETag', 'VersionId'].includes(name)))
      throw createS3Error('NotImplemented');
    const key = readText(each, 'Key') ?? '';
    if (key === '') throw createS3Error('MalformedXML');
    return { key, etag: readText(each, 'ETag'), version: readText(each, 'VersionId') };
  });
  const results: Xml[] = [];
  for (const each of wanted) results.push(await deleteOne(asked, each, quiet));
  return createXmlResponse({}, 'DeleteResult', ...results);
};

interface Wanted {
  readonly key: string;
  readonly etag: string | undefined;
  /** The version to delete. In a bucket without versioning, every object has the same one. */
  readonly version: string | undefined;
}

/** Deletes one key and returns its result; each key is decided separately. */
const deleteOne = async (asked: OperationContext, { key, etag, version }: Wanted, quiet: boolean): Promise<Xml> => {
  const { files, denial, requestTo } = asked;
  try {
    checkKey(key);
    const denied = denial(version === undefined ? requestTo.delete(key) : requestTo.deleteVersion(key));
    if (denied !== undefined) throw createS3Error('AccessDenied', { message: denied });
    if (version !== undefined && version !== onlyVersion) throw createS3Error('NoSuchVersion');
    await files.objects.delete(key, deleteCondition(etag));
    return quiet ? ('' as Xml) : element('Deleted', textElement('Key', key));
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return element(
      'Error',
      textElement('Key', key),
      textElement('Code', error.code),
      textElement('Message', error.message),
    );
  }
};
