import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { S3Sent } from './s3-signing.ts';

/** An answer of S3. */
export interface S3Answer {
  /** 0 if there was no answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type S3Send = (sent: S3Sent) => Promise<S3Answer>;

/** The idle time-out in milliseconds, after which there is no answer. */
const patience = 20_000;

/**
 * Creates a function that sends requests unchanged: `fetch` would resolve dots, and set `host` itself. It never
 * rejects.
 */
export const createS3Send =
  (signal?: AbortSignal): S3Send =>
  ({ method, origin, target, headers, body }) =>
    new Promise((resolve) => {
      const failed = (error: Error) => resolve({ status: 0, headers: {}, body: error.message });
      const { protocol, hostname, port } = new URL(origin);
      const options = {
        ...{
          method,
          hostname: hostname.replace(/^\[|\]$/g, ''),
          port,
          path: target,
          setHost: false,
          ...(signal && { signal }),
        },
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      };
      try {
        const request = (protocol === 'https:' ? httpsRequest : httpRequest)(options, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', failed);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: Object.fromEntries(
                Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
              ),
              body: Buffer.concat(chunks).toString(),
            }),
          );
        });
        request.on('error', failed).setTimeout(patience, () => request.destroy(new Error('it took too long')));
        request.end(body);
      } catch (error) {
        failed(error instanceof Error ? error : new Error(String(error)));
      }
    });

/**
 * Returns S3's error code; some errors come with status 200 [S3 API Reference, "CopyObject",
 * "CompleteMultipartUpload"].
 */
export const findErrorCode = ({ body }: S3Answer): string | undefined =>
  /^(?:<\?xml[^>]*\?>)?\s*<Error>.*?<Code>(\w+)<\/Code>/s.exec(body)?.[1];

export const isDone = (answer: S3Answer): boolean =>
  answer.status >= 200 && answer.status < 300 && findErrorCode(answer) === undefined;

/** Describes an answer, such as `403 AccessDenied`; answers to HEAD and with 304 have only a status. */
export const describeAnswer = (answer: S3Answer): string =>
  answer.status === 0
    ? `no answer: ${answer.body}`
    : [answer.status, findErrorCode(answer)].filter((each) => each !== undefined).join(' ');

/** Returns the texts of all elements with this name. */
export const findTexts = (name: string, { body }: S3Answer): readonly string[] =>
  [...body.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(([, text = '']) => text);
