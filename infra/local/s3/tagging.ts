import { findObject } from './get-object.ts';
import type { Operate, OperationContext } from './operations.ts';
import { readText, readXml, type XmlElement } from './read-xml.ts';
import { createS3Error } from './s3-error.ts';
import { createXmlResponse } from './s3-response.ts';
import { requireDigest } from './stated-payload.ts';
import { element, textElement } from './xml.ts';

/** [S3 User Guide, "Categorizing your objects using tags"] Lengths are in UTF-16 units. */
const limits = { tags: 10, name: 128, value: 256, maxBytes: 64 * 1024 };

export const getTags: Operate = (asked) => {
  const { tags = {} } = findObject(asked, asked.call.key);
  const elements = Object.entries(tags).map(([name, value]) =>
    element('Tag', textElement('Key', name), textElement('Value', value)),
  );
  return createXmlResponse({}, 'Tagging', element('TagSet', ...elements));
};

export const putTags: Operate = async (asked) => {
  requireDigest(asked.call);
  const tags = readTags(readXml(await asked.payload.read(limits)));
  await tag(asked, Object.keys(tags).length === 0 ? undefined : tags);
  return { status: 200, headers: {} };
};

export const deleteTags: Operate = async (asked) => {
  await tag(asked, undefined);
  return { status: 204, headers: {} };
};

const tag = async (asked: OperationContext, tags: Readonly<Record<string, string>> | undefined): Promise<void> => {
  // Only callers who may list the object are told that it is missing.
  if (!(await asked.files.objects.tag(asked.call.key, tags))) findObject(asked, asked.call.key);
};

const readTags = ({ name, children }: XmlElement): Readonly<Record<string, string>> => {
  const [set, ...others] = children;
  if (name !== 'Tagging' || set?.name !== 'TagSet' || others.length > 0) throw createS3Error('MalformedXML');
  const tags = new Map<string, string>();
  for (const each of set.children) {
    const [key, value] = [readText(each, 'Key'), readText(each, 'Value')];
    if (each.name !== 'Tag' || key === undefined || value === undefined) throw createS3Error('MalformedXML');
    if (!isTagText(key, limits.name) || key === '' || key.startsWith('aws:') || !isTagText(value, limits.value))
      throw createS3Error('InvalidTag', { elements: { TagKey: key, TagValue: value } });
    if (tags.has(key)) throw createS3Error('InvalidTag', { message: 'Cannot provide multiple Tags with the same key' });
    tags.set(key, value);
  }
  if (tags.size > limits.tags) throw createS3Error('InvalidTag', { message: 'Object tags cannot be greater than 10' });
  return Object.fromEntries(tags);
};

const isTagText = (text: string, length: number): boolean =>
  text.length <= length && /^[\p{L}\p{N}\p{Zs}+\-=._:/@]*$/u.test(text);
