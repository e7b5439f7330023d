import { lackOfCrypto } from '../client/platform.ts';
import { found, sound, type Verdict } from './check.ts';
import type { Tools } from './tools.ts';

export type PlatformFinding =
  | { readonly kind: 'NodeTooOld'; readonly version: string; readonly needed: string }
  | { readonly kind: 'PlatformLacks'; readonly reason: string };

/** As `engines` of package.json has it. */
const oldestNode = [20, 12] as const;

/** What the client needs of the platform that it runs on. */
export const checkPlatform = async (_: unknown, { asked: { machine } }: Pick<Tools, 'asked'>): Promise<Verdict> => {
  const { node: version, platform } = machine;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]))
    return found({ kind: 'NodeTooOld', version, needed: oldestNode.join('.') });
  const lacking = lackOfCrypto();
  return lacking === undefined
    ? sound(`Node ${version} on ${platform}`)
    : found({ kind: 'PlatformLacks', reason: lacking.reason });
};
