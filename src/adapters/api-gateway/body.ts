import { err, ok, type Result } from 'neverthrow';
import { type InvalidNote, type NoteDraft, parseNoteDraft } from '../../domain/note.ts';
import type { HttpApiEvent, WithHeaders } from './event.ts';

export const maxBodyBytes = 512 * 1024;

/**
 * The body is longer than 524,288 bytes.
 *
 * @example
 * const failure: BodyTooLarge = { kind: 'BodyTooLarge' };
 */
export interface BodyTooLarge {
  readonly kind: 'BodyTooLarge';
}

/**
 * The body is declared as something other than JSON in UTF-8, or as compressed.
 *
 * @example
 * const failure: UnsupportedMediaType = { kind: 'UnsupportedMediaType' };
 */
export interface UnsupportedMediaType {
  readonly kind: 'UnsupportedMediaType';
}

/**
 * There is no body, or it is not JSON. `reason` is a whole sentence for the caller, and never quotes the body.
 *
 * @example
 * const failure: MalformedBody = { kind: 'MalformedBody', reason: 'The body is not JSON.' };
 */
export interface MalformedBody {
  readonly kind: 'MalformedBody';
  readonly reason: string;
}

export type BadBody = BodyTooLarge | UnsupportedMediaType | MalformedBody | InvalidNote;

export type WithDraft = Pick<HttpApiEvent, 'body' | 'isBase64Encoded'> &
  WithHeaders<'content-type' | 'content-encoding'>;

/**
 * Parses the draft in the body: JSON (RFC 8259) in UTF-8, at most 512 KiB. Assumes JSON if there is no Content-Type.
 */
export const parseDraft = (event: WithDraft): Result<NoteDraft, BadBody> =>
  checkMediaType(event)
    .andThen(() => readText(event))
    .andThen(parseJson)
    .andThen(parseNoteDraft);

const checkMediaType = ({ headers }: WithDraft): Result<void, UnsupportedMediaType> => {
  const encoded = (headers['content-encoding'] ?? 'identity').trim().toLowerCase() !== 'identity';
  const [type = '', ...parameters] = (headers['content-type'] ?? 'application/json').toLowerCase().split(';');
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  const utf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  return !encoded && utf8 && /^application\/(?:[\w.-]+\+)?json$/.test(type.trim())
    ? ok()
    : err({ kind: 'UnsupportedMediaType' });
};

const readText = ({ body, isBase64Encoded }: WithDraft): Result<string, BodyTooLarge | MalformedBody> => {
  if (body == null || body === '') return malformed('The request has no body.');
  if (!isBase64Encoded) return Buffer.byteLength(body) > maxBodyBytes ? err({ kind: 'BodyTooLarge' }) : ok(body);
  if (body.length > Math.ceil(maxBodyBytes / 3) * 4) return err({ kind: 'BodyTooLarge' });
  const bytes = Buffer.from(body, 'base64');
  // Node skips what is not base64; only what encodes back to itself was base64.
  if (bytes.toString('base64') !== body) return malformed('The body is not base64.');
  if (bytes.length > maxBodyBytes) return err({ kind: 'BodyTooLarge' });
  try {
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return malformed('The body is not UTF-8.');
  }
};

/**
 * Parses JSON. Never passes on the parser's message, which may quote the body. Skips a byte order mark, with which
 * Windows files begin, as RFC 8259, 8.1 allows.
 */
const parseJson = (body: string): Result<unknown, MalformedBody> => {
  try {
    return ok(JSON.parse(body.replace(/^\ufeff/, '')));
  } catch {
    return malformed('The body is not JSON.');
  }
};

const malformed = (reason: string) => err({ kind: 'MalformedBody', reason } as const);
