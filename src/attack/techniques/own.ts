import type { Technique } from '../probe.ts';
import { createOwnAsking, createTheirAsking, isRead } from './naming.ts';

/**
 * A cache that ignores owners shows in the next answer. A list must hold only the caller's own objects, and must end.
 */
export const ownRightAfter: Technique = {
  name: 'one’s own, right after the other asked',
  risk: 'API1:2023',
  probes: (scene) =>
    scene.operations.filter(isRead).flatMap((operation) => {
      const [asking, before] = [createOwnAsking(scene, operation), createTheirAsking(scene, operation)];
      if (asking === undefined || before === undefined) return [];
      return [{ what: 'as it is', asking, before, by: scene.attacker.user, expects: 'own', follows: true } as const];
    }),
};

/** State that requests share shows when two of them run at the same time. */
export const ownAtTheSameTime: Technique = {
  name: 'one’s own, while the other asks',
  risk: 'API1:2023',
  probes: (scene) =>
    scene.operations.filter(isRead).flatMap((operation) => {
      const [asking, meanwhile] = [createOwnAsking(scene, operation), createTheirAsking(scene, operation)];
      if (asking === undefined || meanwhile === undefined) return [];
      return [{ what: 'several at a time', asking, meanwhile, by: scene.attacker.user, expects: 'own' } as const];
    }),
};
