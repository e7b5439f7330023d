/** A room of the sources, with the tests that must kill its mutants. */
export interface Room {
  readonly mutate: readonly string[];
  /** Patterns of test files that use no network except this machine's, and no real time if possible. */
  readonly tests: readonly string[];
  /** Parts of test files' paths, in the order to run: a mutant dies at the first failure, and wider tests are slow. */
  readonly order: readonly string[];
  /** Milliseconds after which a test counts as hanging. */
  readonly patience: number;
  /** The least percentage of mutants that must die. */
  readonly atLeast: number;
  /** Files of which every mutant must die. */
  readonly every: readonly string[];
}

const rooms = {
  core: {
    mutate: ['src/{domain,ports,use-cases,adapters,aws,lambda}/**/*.ts'],
    tests: [
      'src/{domain,use-cases,laws,adapters,aws,lambda}/**/*.test.ts',
      'test/simulation/{wire,handler-laws,stores-agree}.test.ts',
      'test/simulation/*.test.ts',
      'test/simulation/files/*.test.ts',
    ],
    order: [
      '/src/domain/',
      '/src/adapters/',
      '/src/aws/',
      '/src/lambda/',
      '/src/laws/',
      '/test/wire',
      '/test/handler',
      '/test/',
    ],
    patience: 60_000,
    atLeast: 95,
    // All files of `src/adapters/dynamodb` and `src/aws` except two, where the compiler demands code that never runs.
    every: [
      'src/adapters/api-gateway/caller.ts',
      'src/adapters/dynamodb/attributes.ts',
      'src/adapters/dynamodb/commands.ts',
      'src/adapters/dynamodb/write-conditions.ts',
      'src/adapters/dynamodb/conflicts.ts',
      'src/adapters/dynamodb/note-item.ts',
      'src/adapters/dynamodb/sdk-dynamodb.ts',
      'src/adapters/dynamodb/sdk-note-store.ts',
      'src/adapters/sdk-failures.ts',
      'src/aws/attempts.ts',
      'src/aws/credentials.ts',
      'src/aws/domains.ts',
      'src/aws/service-endpoint.ts',
      'src/aws/environment-credentials.ts',
      'src/aws/exchange.ts',
      'src/aws/refusals.ts',
      'src/aws/service-client.ts',
      'src/aws/sts.ts',
      'src/aws/wire-dynamodb.ts',
      'src/lambda/owner-clients.ts',
    ],
  },
  laws: {
    mutate: ['src/laws/**/*.ts'],
    tests: ['src/laws/**/*.test.ts'],
    order: ['/model', '/linearizability', '/arbitraries', '/laws.', ''],
    patience: 60_000,
    atLeast: 90,
    every: [],
  },
  client: {
    mutate: ['src/client/**/*.ts'],
    tests: ['src/client/**/*.test.ts'],
    order: [''],
    patience: 10_000,
    atLeast: 90,
    every: ['src/client/credentials.ts'],
  },
  cli: {
    // Without the doctor's command: `test/chain/doctor` tests it on a running stack.
    mutate: ['src/cli/**/*.ts', '!src/cli/{doctor-command,examination}.ts'],
    tests: ['src/cli/**/*.test.ts'],
    order: ['/run.test', '/lock.test', ''],
    patience: 10_000,
    atLeast: 90,
    every: ['src/cli/session-file.ts', 'src/cli/secret-file.ts', 'src/cli/sign-ins.ts', 'src/cli/session-place.ts'],
  },
  local: {
    mutate: ['infra/local/*/**/*.ts', '!infra/local/**/test-*.ts'],
    // Without the test of others' clients, whose arithmetic takes half of the time.
    tests: ['infra/local/*/**/!(clients).test.ts'],
    order: ['/iam/', '/http-api/', '/dynamodb/', '/tokens.', '/sign-in.', '/accounts.', '/cognito/'],
    patience: 10_000,
    atLeast: 90,
    every: [
      'infra/local/cognito/tokens.ts',
      'infra/local/dynamodb/gate.ts',
      'infra/local/http-api/canonical-request.ts',
      'infra/local/http-api/signature-v4.ts',
      'infra/local/http-api/signed-claim.ts',
    ],
  },
  /** The files that connect the rooms of the local stack, and start it. */
  stack: {
    // Without `main.ts` and `function-thread.ts`, which run in a process and threads of their own:
    // `test/chain/start.test.ts`.
    mutate: ['infra/local/!(main|function-thread).ts'],
    tests: ['infra/local/*.test.ts'],
    order: ['/options.', '/terminal.', '/local-only.', '/credentials.', '/sts.', '/function.', ''],
    patience: 10_000,
    atLeast: 90,
    every: ['infra/local/credentials.ts'],
  },
  constructs: {
    // Without `app.ts`, which is only the command: `npm run synth`.
    mutate: ['infra/constructs/**/*.ts', 'infra/!(app).ts'],
    tests: ['test/infra/*.test.ts', 'infra/*.test.ts'],
    order: ['/sweep', '/user-pool', '/infra.', ''],
    patience: 10_000,
    atLeast: 90,
    every: [],
  },
} satisfies Record<string, Room>;

export type RoomName = keyof typeof rooms;
export const roomNames = Object.keys(rooms) as readonly RoomName[];
export const findRoom = (name: string | undefined): Room => {
  const known = roomNames.find((room) => room === name);
  if (known === undefined) throw new Error(`There is no room ${name}: ${roomNames.join(', ')}.`);
  return rooms[known];
};
