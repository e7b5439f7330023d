import { type Answer, decodeText, type Head } from './exchange.ts';
import type { S3Refused, UnexpectedAnswer } from './failures.ts';
import { isText } from './shapes.ts';
import { readText, readXml, type XmlElement } from './xml.ts';

/** The document of an answer, if it is one of that name. */
export const readDocument = (answer: Answer, name: string): XmlElement | undefined => {
  const found = readXml(decodeText(answer) ?? '');
  return found?.name === name ? found : undefined;
};

/** A whole number as S3 writes it. */
export const readWholeNumber = (element: XmlElement, name: string): number | undefined => {
  const text = readText(element, name) ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
};

export const readFlag = (element: XmlElement, name: string): boolean | undefined => {
  const text = readText(element, name);
  return text === 'true' || text === 'false' ? text === 'true' : undefined;
};

/** A write that went well says so by an entity tag and no body: a portal's page has one or the other. */
export const readWrittenTag = (answer: Answer): string | undefined =>
  answer.status === 200 && answer.bytes.length === 0 ? readEntityTag(answer) : undefined;

export const readEntityTag = ({ headers }: Head): string | undefined => {
  const tag = headers.get('etag');
  return tag !== null && /^"[\x21\x23-\x7e]+"$/.test(tag) ? tag : undefined;
};

/** Whether the checksum that S3 has is this one, as far as it says: a page reads the header only where the bucket exposes it. */
export const hasChecksum = ({ headers }: Head, checksum: string): boolean =>
  [null, checksum].includes(headers.get('x-amz-checksum-sha256'));

/** Of which request an answer is: a HEAD has none with a body, and what takes S3 long may fail after its 200. */
export interface AskedCall {
  readonly method: string;
  readonly mayFailLate?: boolean;
}

/** Why S3 does not do it, or `undefined` where it does. */
export const readRefusal = (
  answer: Answer,
  { method, mayFailLate = false }: AskedCall,
): S3Refused | UnexpectedAnswer | undefined => {
  const { status, headers, url } = answer;
  // What is in a file is nobody's word.
  if (status < 300 && !mayFailLate) return undefined;
  const error = readDocument(answer, 'Error');
  const code = error && readText(error, 'Code');
  if (error !== undefined && isText(code)) {
    const requestId = readText(error, 'RequestId') ?? headers.get('x-amz-request-id') ?? undefined;
    const message = readText(error, 'Message') ?? code;
    return {
      kind: 'S3Refused',
      status: statusFromCode(status, code),
      code,
      message,
      ...(requestId !== undefined && { requestId }),
    };
  }
  if (status < 300) return undefined;
  // To a HEAD there is no body; and a 5xx is a 5xx, whoever says it.
  if ((method === 'HEAD' && answer.bytes.length === 0) || status >= 500 || status === 429)
    return { kind: 'S3Refused', status, code: String(status), message: `HTTP ${status}` };
  return { kind: 'UnexpectedAnswer', url, status, reason: `HTTP ${status}, and not from S3` };
};

/** An error after a 200 has its status by its name; those that come so are S3's own. */
const statusFromCode = (status: number, code: string): number => {
  if (status >= 300) return status;
  return { NoSuchUpload: 404, PreconditionFailed: 412, ConditionalRequestConflict: 409 }[code] ?? 500;
};
