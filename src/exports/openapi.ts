/**
 * The HTTP API as an OpenAPI 3.1 document.
 *
 * @module owned-notes/openapi
 */
export { openApi } from '../openapi/document.ts';
export type * from '../openapi/openapi.ts';
