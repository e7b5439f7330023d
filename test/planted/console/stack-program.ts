import { startStack } from '../../../infra/local/stack.ts';
import { putInForce } from './plant.ts';

/** A stack with the faults of `plant.ts`, which runs until the process that started it is gone. */
const stack = await startStack({
  ...{ data: process.argv[2] ?? '', port: 0, cognitoPort: 0, dynamodbPort: 0, s3Port: 0 },
  web: { pagePort: 0, consolePort: 0 },
});
process.on('message', ({ fault }: { readonly fault?: string }) => {
  putInForce(fault);
  process.send?.({ inForce: fault });
});
process.on('disconnect', () => void stack[Symbol.asyncDispose]());
process.send?.({ outputs: stack.outputs });
