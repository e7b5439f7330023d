import type { OutputsFinding } from '../outputs.ts';
import type { PlatformFinding } from '../platform.ts';
import { type Rows, setUp, toSentence } from './rows.ts';

const again =
  'Write the outputs again: `npm run deploy` for a deployment (it writes outputs.json), ' +
  '`npm start` for a stack on this machine.';
const named = 'If the file belongs to another deployment, name the right one: --outputs FILE, or NOTES_OUTPUTS.';

export const outputsAdvice: Rows<PlatformFinding['kind'] | OutputsFinding['kind']> = {
  NodeTooOld: ({ version, needed }) =>
    setUp(
      `Node ${version} is too old: the client needs ${needed} or later.`,
      'Install a current Node, and check which one runs: node --version.',
    ),
  PlatformLacks: ({ reason }) =>
    setUp(toSentence(reason), 'Run it with a Node that was built with OpenSSL, as those from nodejs.org are.'),
  OutputsNotFound: () =>
    setUp(
      'There are no outputs to say where the deployment is: ' +
        'no .local/outputs.json here or in a folder above, and no outputs.json here.',
      'For a stack on this machine: npm start, and run this in the same folder.',
      'For a deployment: notes doctor --outputs outputs.json, with the file that `npm run deploy` wrote.',
    ),
  OutputsUnreadable: ({ reason }) => setUp(toSentence(reason), named),
  OutputsNotOfNotes: ({ path, reason }) => setUp(`${path}: ${toSentence(reason)}`, named, again),
  OutputMissing: ({ path, name }) => setUp(`${path} has no ${name}.`, again),
  OutputMalformed: ({ path, name, value, like }) =>
    setUp(
      `${path}: ${name} is "${value}", which is invalid: it should look like ${like}. Part of it may be missing.`,
      again,
    ),
  OutputsSwapped: ({ path, name, is }) =>
    setUp(
      `${path}: ${name} holds what looks like a ${is}: the two may be swapped.`,
      `Put each in its place, or write the outputs again.`,
    ),
  RegionsDiffer: ({ path, name, region, stated }) =>
    setUp(`${path}: ${name} is in ${region}, but Region says ${stated}. A deployment is in one region.`, again, named),
  EndpointInsecure: ({ path, name, host }) =>
    setUp(
      `${path}: ${name} is ${host} over HTTP. What is sent there can be read and changed on its way.`,
      `Make it https://. Only a stack on this machine is called over HTTP.`,
    ),
  HalfLocal: ({ path, local, other }) =>
    setUp(
      `${path}: ${local} is on this machine, but ${other} is not. A stack is either all here or all on AWS.`,
      again,
    ),
};
