/** `owned-notes/openapi`: the HTTP API as an OpenAPI 3.1 document. */
export { openApi } from '../openapi/document.ts';
export type * from '../openapi/openapi.ts';
