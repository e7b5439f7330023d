import { findMissingCrypto } from '../client/platform.ts';
import { found, sound, type Verdict } from './check.ts';
import type { Tools } from './tools.ts';

export type PlatformFinding =
  | { readonly kind: 'NodeTooOld'; readonly version: string; readonly needed: string }
  | { readonly kind: 'PlatformLacks'; readonly reason: string };

/** As `engines` of package.json has it. */
const oldestNode = [20, 12] as const;

/** Checks what the client needs of its platform. */
export const checkPlatform = async (_: unknown, { asked: { machine } }: Pick<Tools, 'asked'>): Promise<Verdict> => {
  const { node: version, platform } = machine;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]))
    return found({ kind: 'NodeTooOld', version, needed: oldestNode.join('.') });
  const lacking = findMissingCrypto();
  if (lacking !== undefined) return found({ kind: 'PlatformLacks', reason: lacking.reason });
  return sound(`Node ${version} on ${platform}`, { remarks: listRemarks(machine) });
};

/**
 * Returns remarks on environment variables that change where requests go or who can read them, and that people forget
 * to unset.
 */
const listRemarks = ({ proxies, usesProxies, verifiesTls }: Tools['asked']['machine']): readonly string[] => {
  const names = proxies.join(', ');
  const isUsed =
    'Requests go through it, except to hosts in NO_PROXY, which should name a stack on this machine (127.0.0.1).';
  const isUnused = 'Node does not use it without NODE_USE_ENV_PROXY=1, which Node 22.21 and 24 support.';
  return [
    ...(proxies.length > 0 ? [`A proxy is set (${names}). ${usesProxies ? isUsed : isUnused}`] : []),
    ...(verifiesTls
      ? []
      : ['NODE_TLS_REJECT_UNAUTHORIZED=0: no certificate is verified. Anybody in between can read everything.']),
  ];
};
