import type { DeploymentRequest } from './deployment-request.ts';
import { findObjectHeaders } from './find-object-headers.ts';
import type { PageBucket } from './page-bucket.ts';

/** How many objects were written and deleted. */
export interface Written {
  readonly written: number;
  readonly deleted: number;
}

export interface WritePageDeps {
  readonly bucket: PageBucket;
  /** Returns the content of a file that is bundled with the function. */
  readonly read: (name: string) => Promise<Uint8Array>;
}

/**
 * Carries out a deployment request; repeating it has the same result. Writes the page's parts before the page that
 * names them, and deletes unnamed objects last. Keeps the previous deployment's files until the next one: a page that
 * is still open may request its parts.
 */
export const writePage = async (
  { bucket, read }: WritePageDeps,
  { kind, wanted, before }: Pick<DeploymentRequest, 'kind' | 'wanted' | 'before'>,
): Promise<Written> => {
  const isGoing = kind === 'Delete';
  // CloudFormation does not promise to preserve the order.
  const texts = Object.entries(wanted.texts).toSorted(([name]) => (name === 'index.html' ? 1 : -1));
  if (!isGoing) {
    for (const name of wanted.files) await bucket.put(name, await read(name), requireHeaders(name));
    for (const [name, text] of texts) await bucket.put(name, new TextEncoder().encode(text), requireHeaders(name));
  }
  const named = [wanted, before].flatMap((each) => (each ? [...each.files, ...Object.keys(each.texts)] : []));
  const kept = new Set(isGoing ? [] : named);
  const unnamed = (await bucket.names()).filter((name) => !kept.has(name));
  for (const name of unnamed) await bucket.delete(name);
  return { written: isGoing ? 0 : wanted.files.length + texts.length, deleted: unnamed.length };
};

const requireHeaders = (name: string) => {
  const headers = findObjectHeaders(name);
  if (headers === undefined) throw new Error(`The media type of ${name} is not known.`);
  return headers;
};
