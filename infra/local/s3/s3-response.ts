import { type Xml, xmlDocument } from './xml.ts';

/** A response to a client. */
export interface S3Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or bytes as they are read from disk. */
  readonly body?: string | ByteStream;
}

export interface ByteStream {
  readonly bytes: AsyncIterable<Buffer>;
  /** Called once the bytes were sent, or will not be. */
  readonly done: () => Promise<void>;
}

export const createXmlResponse = (
  headers: Readonly<Record<string, string>>,
  name: string,
  ...content: readonly Xml[]
): S3Response => ({
  status: 200,
  headers: { ...headers, 'content-type': 'application/xml' },
  body: xmlDocument(name, ...content),
});

/** Formats a time, such as `2026-11-28T08:00:00.000Z`. */
export const formatIsoTime = (time: number): string => new Date(time).toISOString();

/** Rounds down the time of a write: dates in HTTP have no milliseconds. */
export const floorToSecond = (time: number): number => Math.floor(time / 1000) * 1000;

/** Encodes as `encoding-type=url` does: like a form, except for slashes, as measured on AWS [brekkylab/backlot#178]. */
export const urlEncode = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');
