import type { Operation } from '../api/operations.ts';
import type { Probe, Scene, Technique } from '../probe.ts';
import { createSent } from '../request.ts';
import {
  type Change,
  createForeignAsking,
  createOwnAsking,
  createTheirAsking,
  findNaming,
  type Naming,
} from './naming.ts';

/** Ways in which frameworks let a client that has only GET and POST name another method. */
const overrides: readonly ((method: string) => readonly [what: string, change: Change])[] = [
  ...['x-http-method-override', 'x-http-method', 'x-method-override'].map(
    (name) =>
      (method: string): readonly [string, Change] => [
        `${name}: ${method}`,
        (asking) => ({ ...asking, headers: { ...asking.headers, [name]: method } }),
      ],
  ),
  (method) => [`?_method=${method}`, (asking) => ({ ...asking, query: [...asking.query, ['_method', method]] })],
];

const undocumented = ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Undocumented methods, and methods that a header or a query names, at the victim's object. */
export const otherMethods: Technique = {
  name: 'another method',
  risk: 'API5:2023',
  isAround: true,
  probes: (scene) =>
    listReads(scene).flatMap(([operation, naming]) => {
      const same = scene.operations.filter(({ path }) => path === operation.path);
      const body = same.map((each) => scene.askingOf(each, {}).body).find((each) => each !== undefined);
      const by = scene.attacker.user;
      const probe = (what: string, change: Change): Probe => ({
        ...{ what, ...createForeignAsking(scene, operation, naming, change), by, expects: 'missing' },
      });
      const unknown = undocumented.filter((method) => same.every((each) => each.method !== method));
      const written = ['PUT', 'PATCH', 'DELETE'];
      return [
        ...unknown.map((method) => probe(method, (asking) => ({ ...asking, method, ...selectBody(method, body) }))),
        ...written.flatMap((method) =>
          overrides.map((override) => {
            const [what, change] = override(method);
            return probe(what, change);
          }),
        ),
        ...written.map((method) => {
          const [what, change] = overrides[0]?.(method) ?? ['', (asking) => asking];
          return probe(`POST with ${what}`, (asking) =>
            change({ ...asking, method: 'POST', ...selectBody('POST', body) }),
          );
        }),
      ];
    }),
};

const selectBody = (method: string, body: unknown): { readonly body?: unknown } =>
  body !== undefined && ['POST', 'PUT', 'PATCH'].includes(method) ? { body } : {};

/** Headers that make servers behind a proxy take a request for one of another path. */
export const otherPaths: Technique = {
  name: 'the other’s path in a header',
  risk: 'API5:2023',
  isAround: true,
  probes: (scene) =>
    listReads(scene).flatMap(([operation]) => {
      const [asking, theirs] = [createOwnAsking(scene, operation), createTheirAsking(scene, operation)];
      if (asking === undefined || theirs === undefined) return [];
      const { path } = createSent(theirs);
      return ['x-original-url', 'x-rewrite-url', 'x-forwarded-uri', 'x-forwarded-path'].map((name): Probe => {
        const headers = { ...asking.headers, [name]: path };
        return { what: name, asking: { ...asking, headers }, by: scene.attacker.user, expects: 'own' };
      });
    }),
};

const listReads = (scene: Scene): readonly (readonly [Operation, Naming])[] =>
  scene.operations.flatMap((operation) => {
    const naming = operation.method === 'GET' ? findNaming(operation, scene) : undefined;
    return naming === undefined || naming.foreign.length === 0 ? [] : [[operation, naming] as const];
  });
