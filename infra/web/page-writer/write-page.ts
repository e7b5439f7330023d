import type { DeploymentRequest } from './deployment-request.ts';
import { findObjectHeaders } from './find-object-headers.ts';
import type { PageBucket } from './page-bucket.ts';

/** What was done, in numbers. */
export interface Written {
  readonly written: number;
  readonly deleted: number;
}

export interface WritePageDeps {
  readonly bucket: PageBucket;
  /** The content of a file that came with the function. */
  readonly read: (name: string) => Promise<Uint8Array>;
}

/**
 * Does what a deployment asks for; again and again, to the same end. The page's parts come before the page that names them, and what nobody
 * names goes last. What the deployment before had stays until the next: a page that is open may still ask for its parts.
 */
export const writePage = async (
  { bucket, read }: WritePageDeps,
  { kind, wanted, before }: Pick<DeploymentRequest, 'kind' | 'wanted' | 'before'>,
): Promise<Written> => {
  const isGoing = kind === 'Delete';
  // CloudFormation does not promise to keep an order.
  const texts = Object.entries(wanted.texts).toSorted(([name]) => (name === 'index.html' ? 1 : -1));
  if (!isGoing) {
    for (const name of wanted.files) await bucket.put(name, await read(name), headersFor(name));
    for (const [name, text] of texts) await bucket.put(name, new TextEncoder().encode(text), headersFor(name));
  }
  const named = [wanted, before].flatMap((each) => (each ? [...each.files, ...Object.keys(each.texts)] : []));
  const kept = new Set(isGoing ? [] : named);
  const unnamed = (await bucket.names()).filter((name) => !kept.has(name));
  for (const name of unnamed) await bucket.delete(name);
  return { written: isGoing ? 0 : wanted.files.length + texts.length, deleted: unnamed.length };
};

const headersFor = (name: string) => {
  const headers = findObjectHeaders(name);
  if (headers === undefined) throw new Error(`Of which type ${name} is, is not known.`);
  return headers;
};
