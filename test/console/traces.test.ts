import { afterAll, beforeAll, expect, test } from 'vitest';
import { newUser, type User } from '../user.ts';
import { stepsOf, type TracedStack, tracedStack } from './traced-stack.ts';

let stack: TracedStack;
let ann: User;
let bob: User;
beforeAll(async () => {
  stack = await tracedStack();
  [ann, bob] = [await newUser(stack.outputs), await newUser(stack.outputs)];
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const idOf = ({ headers }: { readonly headers: Headers }) => headers.get('apigw-requestid');

test('a note that is made shows each step of the chain, with its real data', async () => {
  const answer = await ann.ask('POST', '/notes', { content: 'hello' });
  const trace = await stack.traceOf(idOf(answer));
  console.log(JSON.stringify(trace, null, 1));
  expect(trace).toMatchObject({ kind: 'api', method: 'POST', path: '/notes', status: 200, isRefused: false });
});
