/**
 * Sign in, get credentials, sign, call; in Node and in browsers.
 *
 * @module owned-notes/client
 */
export * from '../client/client.ts';
