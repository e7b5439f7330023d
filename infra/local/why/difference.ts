import type { Section } from './explanation.ts';
import { redactParts } from './redact.ts';
import { formatStringToSign, type Signing } from './signing.ts';

/** Returns both sides' canonical request and string to sign, with the first difference marked. */
export const compareSides = (here: Signing, signed: Signing, called: string): readonly Section[] => {
  const [ours, theirs] = [formatLines(here), formatLines(signed)];
  const index = ours.findIndex((line, at) => line !== theirs[at]);
  return [
    ...(index === -1 ? [] : [findFirstDifference(ours[index] ?? '', theirs[index] ?? '')]),
    { title: `Canonical request, as ${called} reads it`, lines: ours },
    { title: 'Canonical request, as it was signed', lines: theirs },
    { title: `String to sign, as ${called} makes it`, lines: formatStringToSign(here).split('\n') },
    { title: 'String to sign, as it was signed', lines: formatStringToSign(signed).split('\n') },
  ];
};

/** Returns the service's own side, when nobody knows what was signed. */
export const showOneSide = (here: Signing, called: string): readonly Section[] => [
  { title: `Canonical request, as ${called} reads it`, lines: formatLines(here) },
  { title: `String to sign, as ${called} makes it`, lines: formatStringToSign(here).split('\n') },
];

/** Formats the parts rather than splitting the text: a value may contain a line end. */
const formatLines = ({ parts }: Signing): readonly string[] => {
  const { method, path, query, headers, payloadHash } = redactParts(parts);
  const names = headers.map(([name]) => name).join(';');
  return [method, path, query, ...headers.map(([name, value]) => `${name}:${value}`), '', names, payloadHash];
};

const findFirstDifference = (here: string, signed: string): Section => {
  const at = [...here, ' '].findIndex((character, index) => character !== signed[index]);
  return {
    title: 'First difference',
    lines: [`here    ${here}`, `signed  ${signed}`, `        ${' '.repeat(at)}^`],
  };
};
