import { canonicalizePath, uriDecode, uriEncode } from '../http-api/canonical-request.ts';
import type { Row } from './path-variants.ts';

/** Returns what signers make of the path of an S3 request; `right` is the canonical path. */
export const createS3PathRows = (path: string, right: string, bucket: string): readonly Row[] => {
  const once =
    'Only S3 encodes the path once: tell the signer that the service is s3 (the SDK’s uriEscapePath: false).';
  const asSent = 'Sign the path that is sent, letter by letter; look for a proxy or a library that rewrites it.';
  const each = (letter: (text: string) => string) => right.split('/').map(letter).join('/');
  const first = `/${uriEncode(bucket)}`;
  const below = right.startsWith(`${first}/`) ? right.slice(first.length) : undefined;
  return [
    [canonicalizePath(right), 'the path was encoded twice, where S3 encodes it once', once],
    [
      uriDecode(right),
      'the path was signed without being encoded',
      'Encode each segment of the key once before signing.',
    ],
    [right.replaceAll('%20', '+'), 'spaces in the path were signed as +', 'Encode a space as %20.'],
    [
      path
        .split('/')
        .map((segment) => uriEncode(uriDecode(segment)))
        .join('/'),
      'a + in the path was signed as a plus, where S3 reads a space',
      'Encode a + in a key as %2B, in the path too.',
    ],
    [
      right.replace(/%(?:21|27|28|29|2A)/g, uriDecode),
      "the path was encoded by encodeURIComponent, which leaves !'()* as they are",
      'Encode these five, too.',
    ],
    [each(lowerEscapes), 'escapes in the path were signed in lower case', 'Write escapes in upper case.'],
    [
      `/${right.slice(1).replaceAll('/', '%2F')}`,
      'slashes in the key were encoded when it was signed',
      'Encode each segment of the key by itself.',
    ],
    [
      normalisePath(right),
      'the path was normalised when it was signed, which S3 never does',
      'Leave . and .. and double slashes of a key as they are, or give the file another name.',
    ],
    [`${first}${right}`, 'the path began with the bucket when it was signed', ofStyle],
    ...(below === undefined ? [] : [[below, 'the path was signed without the bucket', ofStyle] as const]),
    [right.toLowerCase(), 'the path was signed in lower case', asSent],
    [`${right}/`, 'the path had a slash at its end when it was signed', asSent],
    [right.replace(/\/$/, ''), 'the path had no slash at its end when it was signed', asSent],
    ['/', 'the path was left out when the request was signed', asSent],
  ];
};

const ofStyle =
  'Sign in the style that is sent: the bucket is in the host, or it begins the path (forcePathStyle of the SDK’s ' +
  'client).';

const lowerEscapes = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (each) => each.toLowerCase());

const normalisePath = (path: string): string => new URL(path.replace(/\/{2,}/g, '/'), 'http://s3').pathname;
