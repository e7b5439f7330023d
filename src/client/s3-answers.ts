import { type Answer, decodeText, type Head } from './exchange.ts';
import type { S3Refused, UnexpectedAnswer } from './failures.ts';
import { isText } from './shapes.ts';
import { readText, readXml, type XmlElement } from './xml.ts';

/** Reads the XML document of an answer. Returns `undefined` if its root does not have that name. */
export const readDocument = (answer: Answer, name: string): XmlElement | undefined => {
  const found = readXml(decodeText(answer) ?? '');
  return found?.name === name ? found : undefined;
};

/** Reads a whole number as S3 writes it. */
export const readWholeNumber = (element: XmlElement, name: string): number | undefined => {
  const text = readText(element, name) ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
};

export const readFlag = (element: XmlElement, name: string): boolean | undefined => {
  const text = readText(element, name);
  return text === 'true' || text === 'false' ? text === 'true' : undefined;
};

/**
 * Returns the entity tag of a successful write. Such an answer has a tag and no body: a portal's page lacks the tag or
 * has a body.
 */
export const readWrittenTag = (answer: Answer): string | undefined =>
  answer.status === 200 && answer.bytes.length === 0 ? readEntityTag(answer) : undefined;

export const readEntityTag = ({ headers }: Head): string | undefined => {
  const tag = headers.get('etag');
  return tag !== null && /^"[\x21\x23-\x7e]+"$/.test(tag) ? tag : undefined;
};

/**
 * Whether S3's checksum is this one, if it shows one: a page can read the header only if the bucket's CORS rules expose
 * it.
 */
export const hasChecksum = ({ headers }: Head, checksum: string): boolean =>
  [null, checksum].includes(headers.get('x-amz-checksum-sha256'));

/**
 * The request that an answer belongs to: the answer to a HEAD has no body, and a long operation of S3 can fail after
 * its 200.
 */
export interface AskedCall {
  readonly method: string;
  readonly mayFailLate?: boolean;
}

/** Returns why S3 refused the request, or `undefined` if it did not. */
export const readRefusal = (
  answer: Answer,
  { method, mayFailLate = false }: AskedCall,
): S3Refused | UnexpectedAnswer | undefined => {
  const { status, headers, url } = answer;
  // The body may be the content of a file, which must not count as an error document.
  if (status < 300 && !mayFailLate) return undefined;
  const error = readDocument(answer, 'Error');
  const code = error && readText(error, 'Code');
  if (error !== undefined && isText(code)) {
    const requestId = readText(error, 'RequestId') ?? headers.get('x-amz-request-id') ?? undefined;
    const message = readText(error, 'Message') ?? code;
    return {
      kind: 'S3Refused',
      status: findStatus(status, code),
      code,
      message,
      ...(requestId !== undefined && { requestId }),
    };
  }
  if (status < 300) return undefined;
  // The answer to a HEAD has no body, and a 429 or 5xx counts whoever sends it.
  if ((method === 'HEAD' && answer.bytes.length === 0) || status >= 500 || status === 429)
    return { kind: 'S3Refused', status, code: String(status), message: `HTTP ${status}` };
  return { kind: 'UnexpectedAnswer', url, status, reason: `HTTP ${status}, and not from S3` };
};

/** Returns the status of an error. For an error after a 200, its code decides; all other codes are S3's own faults. */
const findStatus = (status: number, code: string): number => {
  if (status >= 300) return status;
  return { NoSuchUpload: 404, PreconditionFailed: 412, ConditionalRequestConflict: 409 }[code] ?? 500;
};
