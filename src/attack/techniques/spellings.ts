import type { Probe, Technique } from '../probe.ts';
import { encodeSegment } from '../request.ts';
import { createForeignAsking, findNaming } from './naming.ts';

/** Other spellings of an id in a path, which routers, proxies and stores take for the same id, or for more. */
const spellings: Readonly<Record<string, (id: string, owner: string) => string>> = {
  'in capitals': (id) => encodeSegment(id.toUpperCase()),
  'a space after it': (id) => `${encodeSegment(id)}%20`,
  'a tab before it': (id) => `%09${encodeSegment(id)}`,
  'a line end after it': (id) => `${encodeSegment(id)}%0A`,
  'NUL after it': (id) => `${encodeSegment(id)}%00`,
  'a dot after it': (id) => `${encodeSegment(id)}.`,
  'an extension': (id) => `${encodeSegment(id)}.json`,
  'a matrix parameter': (id) => `${encodeSegment(id)};x=1`,
  'a slash after it': (id) => `${encodeSegment(id)}/`,
  'an encoded slash after it': (id) => `${encodeSegment(id)}%2F`,
  'its owner before it': (id, owner) => `${encodeSegment(owner)}%2F${encodeSegment(id)}`,
  'its owner before it, by a slash': (id, owner) => `${encodeSegment(owner)}/${encodeSegment(id)}`,
  'its owner before it, by a hash': (id, owner) => `${encodeSegment(owner)}%23${encodeSegment(id)}`,
  'a way up and down again': (id) => `..%2F${encodeSegment(id)}`,
  'encoded twice': (id) => encodeWhole(encodeWhole(id)),
  'encoded where it need not be': (id) => encodeWhole(id),
  'as a list': (id) => `${encodeSegment(id)},${encodeSegment(id)}`,
  'in full width': (id) =>
    encodeSegment(id.replace(/[0-9a-z]/gi, (each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0))),
};

/** Segments in place of an id that may stand for any object. */
const wildcards: Readonly<Record<string, string>> = {
  ...{
    'a star': '*',
    'an encoded star': '%2A',
    'a percent sign': '%25',
    'an underscore': '_',
    'nothing but a space': '%20',
  },
  ...{ null: 'null', undefined: 'undefined', zero: '0', 'minus one': '-1', all: 'all', me: 'me', last: 'last' },
  ...{ 'a condition of SQL': encodeSegment("' OR '1'='1"), 'a condition of MongoDB': encodeSegment('{"$ne":null}') },
};

const encodeWhole = (text: string): string =>
  [...new TextEncoder().encode(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

export const spelledOtherwise: Technique = {
  name: 'the other’s object, spelled otherwise',
  risk: 'API1:2023',
  isAround: true,
  probes: (scene) =>
    scene.operations.flatMap((operation) => {
      const naming = findNaming(operation, scene);
      if (naming === undefined || naming.foreign.length === 0) return [];
      const owner = Object.values(scene.victim.owner)[0] ?? scene.victim.user.name;
      const by = scene.attacker.user;
      const spelled = Object.entries(spellings).map(([what, spell]): Probe => {
        const asked = createForeignAsking(scene, operation, naming, undefined, (id) => spell(id, owner));
        return { what, ...asked, by, expects: 'missing' };
      });
      const any = Object.entries(wildcards).map(([what, segment]): Probe => {
        const { asking } = createForeignAsking(scene, operation, naming, undefined, () => segment);
        return { what: `${what} in its place`, asking, by, expects: 'own' };
      });
      // A write to any object at all may be to one of the attacker's own: only reads are conclusive.
      return operation.method === 'GET' ? [...spelled, ...any] : spelled;
    }),
};
