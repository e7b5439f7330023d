import { xmlAnswer } from './answer.ts';
import { found } from './get-object.ts';
import type { Asked, Operate } from './operations.ts';
import { readXml, textOf, type XmlElement } from './read-xml.ts';
import { refused } from './refusal.ts';
import { demandDigest } from './stated-payload.ts';
import { element, textElement } from './xml.ts';

/** [S3 User Guide, "Categorizing your objects using tags"] Lengths are in UTF-16 units. */
const limits = { tags: 10, name: 128, value: 256, maxBytes: 64 * 1024 };

export const getTags: Operate = (asked) => {
  const { tags = {} } = found(asked, asked.call.key);
  const elements = Object.entries(tags).map(([name, value]) =>
    element('Tag', textElement('Key', name), textElement('Value', value)),
  );
  return xmlAnswer({}, 'Tagging', element('TagSet', ...elements));
};

export const putTags: Operate = async (asked) => {
  demandDigest(asked.call);
  const tags = tagsIn(readXml(await asked.payload.read(limits)));
  await tag(asked, Object.keys(tags).length === 0 ? undefined : tags);
  return { status: 200, headers: {} };
};

export const deleteTags: Operate = async (asked) => {
  await tag(asked, undefined);
  return { status: 204, headers: {} };
};

const tag = async (asked: Asked, tags: Readonly<Record<string, string>> | undefined): Promise<void> => {
  // Whether it is missing is not for everybody to know.
  if (!(await asked.files.objects.tag(asked.call.key, tags))) found(asked, asked.call.key);
};

const tagsIn = ({ name, children }: XmlElement): Readonly<Record<string, string>> => {
  const [set, ...others] = children;
  if (name !== 'Tagging' || set?.name !== 'TagSet' || others.length > 0) throw refused('MalformedXML');
  const tags = new Map<string, string>();
  for (const each of set.children) {
    const [key, value] = [textOf(each, 'Key'), textOf(each, 'Value')];
    if (each.name !== 'Tag' || key === undefined || value === undefined) throw refused('MalformedXML');
    if (!isTagText(key, limits.name) || key === '' || key.startsWith('aws:') || !isTagText(value, limits.value))
      throw refused('InvalidTag', { elements: { TagKey: key, TagValue: value } });
    if (tags.has(key)) throw refused('InvalidTag', { message: 'Cannot provide multiple Tags with the same key' });
    tags.set(key, value);
  }
  if (tags.size > limits.tags) throw refused('InvalidTag', { message: 'Object tags cannot be greater than 10' });
  return Object.fromEntries(tags);
};

const isTagText = (text: string, length: number): boolean =>
  text.length <= length && /^[\p{L}\p{N}\p{Zs}+\-=._:/@]*$/u.test(text);
