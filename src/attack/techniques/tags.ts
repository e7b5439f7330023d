import { createMissingId } from '../create-missing-id.ts';
import type { Probe, Technique } from '../probe.ts';
import type { Asking } from '../request.ts';
import { createForeignAsking, createOwnAsking, findNaming } from './naming.ts';

/** A condition that is true of the victim's object must be answered like one about nothing [RFC 9110, 13]. */
export const foreignTags: Technique = {
  name: 'the other’s entity tag',
  risk: 'API1:2023',
  isAround: true,
  probes: (scene) =>
    scene.operations.flatMap((operation) => {
      const naming = findNaming(operation, scene);
      const tag = naming?.object?.tag;
      if (naming === undefined || tag === undefined || naming.foreign.length === 0) return [];
      const by = scene.attacker.user;
      const ofForeign = ['if-match', 'if-none-match'].flatMap((name) =>
        [tag, '*', '"of-nothing"'].map((value): Probe => {
          const asked = createForeignAsking(scene, operation, naming, (asking) => withTag(asking, name, value));
          return { what: `${name} ${value === tag ? 'with its tag' : value}`, ...asked, by, expects: 'missing' };
        }),
      );
      const own = createOwnAsking(scene, operation);
      if (own === undefined || operation.method === 'DELETE') return ofForeign;
      const control = () => ({ asking: withTag(own, 'if-match', createUnknownTag(tag)), named: [] });
      return [
        ...ofForeign,
        {
          what: 'if-match with its tag, on one’s own',
          ...{ asking: withTag(own, 'if-match', tag), named: [], by, expects: 'missing' },
          controls: [control(), control()],
        },
      ];
    }),
};

const withTag = (asking: Asking, name: string, value: string): Asking => ({
  ...asking,
  headers: { ...asking.headers, [name]: value },
});

const createUnknownTag = (tag: string): string =>
  tag.replace(/"([^"]*)"/, (_, inner: string) => `"${createMissingId(inner)}"`);
