import { combineWays, type Probe, type Technique } from '../probe.ts';
import { type Change, createForeignAsking, encodeValues, findNaming } from './naming.ts';

/** Claims to more than one's own: a role, a trusted place, everybody's objects. */
const inHeaders: Readonly<Record<string, string>> = {
  ...{ 'x-admin': 'true', 'x-is-admin': 'true', 'x-role': 'admin', 'x-user-role': 'admin', 'x-roles': 'admin' },
  ...{
    'x-internal': 'true',
    'x-internal-request': 'true',
    'x-debug': 'true',
    'x-test': 'true',
    'x-bypass-auth': 'true',
  },
  ...{ 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', 'x-client-ip': '127.0.0.1' },
};
const inQuery: Readonly<Record<string, string>> = {
  ...{ admin: 'true', isAdmin: 'true', role: 'admin', all: 'true', scope: 'all', debug: 'true', internal: 'true' },
  ...{ include: 'all', view: 'all', everyone: 'true', userId: '*', owner: '*', ownerId: '*' },
};

const changes: readonly (readonly [string, Change])[] = [
  ...Object.entries(inHeaders).map(([name, value]): readonly [string, Change] => [
    `${name}: ${value}`,
    (asking) => ({ ...asking, headers: { ...asking.headers, [name]: value } }),
  ]),
  ...Object.entries(inQuery).map(([name, value]): readonly [string, Change] => [
    `?${name}=${value}`,
    (asking) => ({ ...asking, query: [...asking.query, [name, value]] }),
  ]),
];

export const claims: Technique = {
  name: 'a claimed role, or everybody’s objects',
  risk: 'API5:2023',
  isAround: true,
  probes: (scene) =>
    scene.operations.flatMap((operation) => {
      const naming = findNaming(operation, scene);
      if (naming === undefined) return [];
      const by = scene.attacker.user;
      return [
        combineWays(changes, (some): Probe => {
          const what = some.length === 1 ? String(some[0]?.[0]) : `${some.length} claims`;
          const change: Change = (asking) => some.reduce((asked, [, each]) => each(asked), asking);
          return naming.foreign.length > 0
            ? { what, ...createForeignAsking(scene, operation, naming, change), by, expects: 'missing' }
            : { what, asking: change(scene.askingOf(operation, encodeValues(naming.own))), by, expects: 'own' };
        }),
      ];
    }),
};
