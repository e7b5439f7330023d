import type { Technique } from '../probe.ts';
import { createForeignAsking, createTheirAsking, findNaming, type Naming } from './naming.ts';

/** The victim's object where the attacker's own belongs: in every combination of the path's parameters. */
export const foreignObjects: Technique = {
  name: 'the other’s object',
  risk: 'API1:2023',
  probes: (scene) =>
    scene.operations.flatMap((operation) => {
      const naming = findNaming(operation, scene);
      const before = createTheirAsking(scene, operation);
      return listSubsets(naming).map((each) => ({
        what: each.foreign.map((name) => `{${name}} is the other’s`).join(', '),
        ...createForeignAsking(scene, operation, each),
        ...(operation.method === 'GET' && before !== undefined && { before }),
        ...{ by: scene.attacker.user, expects: 'missing' as const },
      }));
    }),
};

/** Nobody who asks for a deleted object may learn that it existed. */
export const deletedObjects: Technique = {
  name: 'an object that the other deleted',
  risk: 'API1:2023',
  probes: (scene) =>
    scene.operations.flatMap((operation) => {
      const naming = findNaming(operation, scene, scene.victim.gone);
      if (naming === undefined || naming.object === undefined || naming.foreign.length === 0) return [];
      const asked = createForeignAsking(scene, operation, naming);
      return [{ what: 'by its id', ...asked, by: scene.attacker.user, expects: 'missing' } as const];
    }),
};

/** The most parameters that are combined: four give fifteen combinations. */
const mostMixed = 4;

const listSubsets = (naming: Naming | undefined): readonly Naming[] => {
  if (naming === undefined) return [];
  const names = naming.foreign.slice(0, mostMixed);
  return Array.from({ length: 2 ** names.length - 1 }, (_, bits) => ({
    ...naming,
    foreign: names.filter((_, at) => ((bits + 1) >> at) & 1),
  }));
};
