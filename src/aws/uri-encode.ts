/**
 * Percent-encodes as signatures require: `encodeURIComponent`, and the characters that it leaves alone [IAM User Guide,
 * "Create a signed AWS API request", `UriEncode`].
 */
export const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

/** Encodes each segment separately, as S3 signs a path. Throws if the text contains a lone surrogate. */
export const encodePath = (path: string): string => path.split('/').map(uriEncode).join('/');
