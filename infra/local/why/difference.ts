import type { Section } from './explanation.ts';
import { shownParts } from './redacted.ts';
import { type Signing, stringOf } from './signing.ts';

/** Both sides' canonical request and string to sign, with the first difference marked. */
export const bothSides = (here: Signing, signed: Signing, called: string): readonly Section[] => {
  const [ours, theirs] = [linesOf(here), linesOf(signed)];
  const index = ours.findIndex((line, at) => line !== theirs[at]);
  return [
    ...(index === -1 ? [] : [firstDifference(ours[index] ?? '', theirs[index] ?? '')]),
    { title: `Canonical request, as ${called} reads it`, lines: ours },
    { title: 'Canonical request, as it was signed', lines: theirs },
    { title: `String to sign, as ${called} makes it`, lines: stringOf(here).split('\n') },
    { title: 'String to sign, as it was signed', lines: stringOf(signed).split('\n') },
  ];
};

/** What the service made of it, where nobody knows what was signed. */
export const oneSide = (here: Signing, called: string): readonly Section[] => [
  { title: `Canonical request, as ${called} reads it`, lines: linesOf(here) },
  { title: `String to sign, as ${called} makes it`, lines: stringOf(here).split('\n') },
];

/** Of the parts and not of the text: a value may have a line end in it. */
const linesOf = ({ parts }: Signing): readonly string[] => {
  const { method, path, query, headers, payloadHash } = shownParts(parts);
  const names = headers.map(([name]) => name).join(';');
  return [method, path, query, ...headers.map(([name, value]) => `${name}:${value}`), '', names, payloadHash];
};

const firstDifference = (here: string, signed: string): Section => {
  const at = [...here, ' '].findIndex((character, index) => character !== signed[index]);
  return {
    title: 'First difference',
    lines: [`here    ${here}`, `signed  ${signed}`, `        ${' '.repeat(at)}^`],
  };
};
