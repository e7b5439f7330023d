import { isRecord } from '../../client/shapes.ts';
import type { Parameter } from '../api/operations.ts';
import { mergeProperties } from '../api/sample.ts';
import { createMissingId } from '../create-missing-id.ts';
import type { Probe, Scene, Technique } from '../probe.ts';
import type { Asking } from '../request.ts';
import { createOwnAsking, isRead } from './naming.ts';

/**
 * The victim's identifiers wherever the attacker's own request takes a value: in the query, in headers, in members of
 * the body.
 */
export const foreignParameters: Technique = {
  name: 'the other’s identifiers as parameters',
  risk: 'API1:2023',
  probes: (scene) =>
    // Reads first: what a write creates under the victim's identifier is the attacker's own, and in their lists from
    // then on.
    scene.operations
      .toSorted((one, other) => Number(isRead(other)) - Number(isRead(one)))
      .flatMap((operation) => {
        const asking = operation.method === 'DELETE' ? undefined : createOwnAsking(scene, operation);
        if (asking === undefined) return [];
        return listPlaces(asking).flatMap(({ what, put }) =>
          Object.entries(listForeignValues(scene)).map(([kind, value]): Probe => {
            const control = () => {
              const missing = createMissingId(value);
              return { asking: put(missing), named: [missing] };
            };
            const controls = [control(), control()] as const;
            const asked = { asking: put(value), named: [value], controls };
            return { what: `${what} is ${kind}`, ...asked, by: scene.attacker.user, expects: 'missing' };
          }),
        );
      }),
};

const listForeignValues = ({ victim }: Scene): Readonly<Record<string, string>> => {
  const [kept] = victim.kept.toReversed();
  const [gone] = victim.gone;
  return {
    ...(kept?.ids[0] !== undefined && { 'the id of an object': kept.ids[0] }),
    ...(gone?.ids[0] !== undefined && { 'the id of a deleted object': gone.ids[0] }),
    ...Object.fromEntries(Object.entries(victim.owner).map(([name, value]) => [`their ${name}`, value])),
  };
};

interface Place {
  readonly what: string;
  readonly put: (value: string) => Asking;
}

const listPlaces = (asking: Asking): readonly Place[] => {
  const { operation, body } = asking;
  const parameters = operation.parameters.filter(takesAnyText).map(({ in: place, name }): Place => {
    if (place === 'header')
      return {
        what: name,
        put: (value) => ({ ...asking, headers: { ...asking.headers, [name.toLowerCase()]: value } }),
      };
    const others = asking.query.filter(([each]) => each !== name);
    return { what: `?${name}`, put: (value) => ({ ...asking, query: [...others, [name, value]] }) };
  });
  const named = Object.entries(mergeProperties(operation.body)).filter(
    ([name, { type, format }]) =>
      [type].flat().includes('string') && (format === 'uuid' || /(?:id|Id|ID|key|Key)$/.test(name)),
  );
  const members = named.map(
    ([name]): Place => ({
      what: `the body’s ${name}`,
      put: (value) => ({ ...asking, body: { ...(isRecord(body) ? body : {}), [name]: value } }),
    }),
  );
  return [...parameters, ...members];
};

/** Returns whether a parameter takes any text. Conditions have a technique of their own. */
const takesAnyText = ({ in: place, name, schema }: Parameter): boolean =>
  (place === 'query' || place === 'header') &&
  !/^if-/i.test(name) &&
  schema.enum === undefined &&
  !['integer', 'number', 'boolean'].includes(String(schema.type));
