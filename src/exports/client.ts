/** `owned-notes/client`: sign in, get credentials, sign, call; in Node and in browsers. */
export * from '../client/client.ts';
