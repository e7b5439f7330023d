import { isRecord, type Members } from '../../client/shapes.ts';
import type { Operation } from '../api/operations.ts';
import { mergeProperties } from '../api/sample.ts';
import { combineWays, type Probe, type Scene, type Technique } from '../probe.ts';
import { createOwnAsking } from './naming.ts';
import { ownerMembers } from './owners.ts';

/**
 * Mass assignment: members that only the server may set. A member that comes back as it was sent was accepted [OWASP
 * API Security Top 10 2023, API3, broken object property level authorization].
 */
export const assignedMembers: Technique = {
  name: 'members that the server sets',
  risk: 'API3:2023',
  probes: (scene) =>
    scene.operations.flatMap((operation) => {
      const asking = operation.method === 'DELETE' ? undefined : createOwnAsking(scene, operation);
      if (asking === undefined || !isRecord(asking.body)) return [];
      const { body } = asking;
      const chosen = Object.entries(chooseValues(operation, scene)).filter(([name]) => !Object.hasOwn(body, name));
      return [
        combineWays(chosen, (some): Probe => {
          const more = Object.fromEntries(some);
          return {
            what: some.length === 1 ? `${some[0]?.[0]} is sent` : `${some.length} members`,
            asking: { ...asking, body: { ...body, ...more } },
            ...{ by: scene.attacker.user, expects: 'own', sign: ({ json }) => findTakenOver(more, json) },
          };
        }),
      ];
    }),
};

/** Returns a value for each member: the victim's, if the member names an owner or an object. */
const chooseValues = (operation: Operation, { victim, operations }: Scene): Members => {
  const [theirs] = Object.values(victim.owner);
  const owners = Object.fromEntries(theirs === undefined ? [] : ownerMembers.map((name) => [name, theirs]));
  const answered = mergeProperties(operation.answer);
  const taken = mergeProperties(operation.body);
  const example = victim.kept.find(({ creator }) => operations.includes(creator))?.answer.json;
  const seen = isRecord(example) ? example : {};
  const setByServer = [...new Set([...Object.keys(answered), ...Object.keys(seen)])].filter(
    (name) => !Object.hasOwn(taken, name) || taken[name]?.readOnly === true,
  );
  const values = setByServer.flatMap((name) => {
    const value = changeValue(Object.hasOwn(seen, name) ? seen[name] : createTypedValue(answered[name]));
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...owners, ...Object.fromEntries(values), ...victim.owner };
};

const createTypedValue = (schema: Members | undefined): unknown => {
  const [type] = [schema?.type].flat();
  return type === 'integer' || type === 'number' ? 1 : type === 'boolean' ? true : type === 'string' ? 'x' : undefined;
};

/** Keeps a text of the victim's, which is an id or an owner; replaces a number by one that no server would assign. */
const changeValue = (value: unknown): unknown => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return 1_234_567;
  return typeof value === 'boolean' ? !value : undefined;
};

const findTakenOver = (sent: Members, json: unknown): string | undefined => {
  if (!isRecord(json)) return undefined;
  const name = Object.keys(sent).find((each) => Object.hasOwn(json, each) && json[each] === sent[each]);
  return name === undefined ? undefined : `${name} is what was sent`;
};
