/** As signatures have it: `encodeURIComponent`, and what that leaves besides [IAM User Guide, "Create a signed AWS API request", `UriEncode`]. */
export const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

/** Each segment by itself, as S3 signs a path. Throws for what is no Unicode. */
export const encodePath = (path: string): string => path.split('/').map(uriEncode).join('/');
