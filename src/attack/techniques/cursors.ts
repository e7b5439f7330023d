import type { Probe, Technique } from '../probe.ts';
import { createOwnAsking } from './naming.ts';

/** The victim's cursor, used by the attacker: it must lead on among the attacker's own objects, or nowhere. */
export const foreignCursors: Technique = {
  name: 'the other’s cursor',
  risk: 'API1:2023',
  probes: (scene) =>
    scene.victim.cursors.flatMap(({ operation, query }): readonly Probe[] => {
      const asking = scene.operations.includes(operation) ? createOwnAsking(scene, operation) : undefined;
      if (asking === undefined) return [];
      const by = scene.attacker.user;
      return [{ what: 'as the other got it', asking: { ...asking, query }, by, expects: 'own', follows: true }];
    }),
};
