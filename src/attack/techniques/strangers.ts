import type { Probe, Technique } from '../probe.ts';
import { createForeignAsking, encodeValues, findNaming } from './naming.ts';

/** A caller without credentials, or with ones that must not count, gets nothing. */
export const strangers: Technique = {
  name: 'no valid credentials',
  risk: 'API2:2023',
  probes: (scene) =>
    scene.strangers.flatMap((by) =>
      [...scene.operations, ...scene.forbidden]
        .filter(({ isOpen }) => !isOpen)
        .flatMap((operation): readonly Probe[] => {
          const naming = findNaming(operation, scene);
          if (naming === undefined) return [];
          const asked =
            naming.foreign.length > 0
              ? createForeignAsking(scene, operation, naming)
              : { asking: scene.askingOf(operation, encodeValues(naming.theirs)) };
          return [{ what: by.name, ...asked, by, expects: 'refused' }];
        }),
    ),
};

/**
 * Operations that are not for users at all [OWASP API Security Top 10 2023, API5, broken function level authorization].
 */
export const forbiddenOperations: Technique = {
  name: 'an operation that is not for users',
  risk: 'API5:2023',
  probes: (scene) =>
    scene.forbidden.flatMap((operation): readonly Probe[] => {
      const naming = findNaming(operation, scene);
      if (naming === undefined) return [];
      const asking = scene.askingOf(operation, encodeValues(naming.theirs));
      return [{ what: 'as documented', asking, by: scene.attacker.user, expects: 'refused' }];
    }),
};
