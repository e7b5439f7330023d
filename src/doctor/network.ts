import type { ExchangeFailure } from '../client/failures.ts';
import type { Finding } from './findings.ts';
import { readHost } from './hosts.ts';
import type { Tools } from './tools.ts';

/** Nothing answered, or something other than the service did. */
export type NetworkFinding =
  | { readonly kind: 'ConnectionRefused'; readonly host: string }
  | { readonly kind: 'NameUnknown'; readonly host: string; readonly code: string; readonly proxies: readonly string[] }
  | { readonly kind: 'TlsFailed'; readonly host: string; readonly code: string; readonly reason: string }
  | { readonly kind: 'ConnectionLost'; readonly host: string; readonly code: string }
  | { readonly kind: 'Unreachable'; readonly host: string; readonly code: string; readonly proxies: readonly string[] }
  | { readonly kind: 'NoAnswer'; readonly host: string; readonly seconds: number; readonly proxies: readonly string[] }
  | { readonly kind: 'Redirected'; readonly host: string; readonly status: number; readonly to: string }
  | { readonly kind: 'NotTheService'; readonly host: string; readonly status: number; readonly contentType: string }
  | { readonly kind: 'NotSendable'; readonly reason: string };

/** Kinds by the error codes that Node reports: those of the system, of OpenSSL and of undici. */
const kindsOfCodes = [
  [/^ECONNREFUSED$/, 'ConnectionRefused'],
  [/^(?:ENOTFOUND|EAI_\w+)$/, 'NameUnknown'],
  // OpenSSL's codes for certificate errors [Node.js, "TLS", "X509 certificate error codes"].
  [/^(?:CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_|ERR_TLS|ERR_SSL|EPROTO)/, 'TlsFailed'],
  [/^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET|HPE_\w+)$/, 'ConnectionLost'],
] as const;

/** Returns the cause of a call that got no credible answer. */
export const createNetworkFinding = (failure: ExchangeFailure, { watch, patience, asked }: Tools): Finding => {
  const seen = watch.last();
  const host = readHost(seen?.url ?? ('url' in failure ? failure.url : ''));
  const { proxies: all, usesProxies } = asked.machine;
  // Proxies that are set but not used, and may be the only way out.
  const proxies = usesProxies ? [] : all;
  switch (failure.kind) {
    case 'Aborted':
      return { kind: 'NoAnswer', host, seconds: patience / 1000, proxies };
    case 'NotSent':
      return { kind: 'NotSendable', reason: failure.reason };
    case 'UnexpectedAnswer':
      return createWrongHostFinding(host, failure.status, seen?.answer?.headers);
    case 'Unreachable': {
      const code = seen?.code ?? 'unknown';
      const kind = kindsOfCodes.find(([codes]) => codes.test(code))?.[1] ?? 'Unreachable';
      if (kind === 'ConnectionRefused') return { kind, host };
      if (kind === 'TlsFailed') return { kind, host, code, reason: failure.reason };
      return kind === 'ConnectionLost' ? { kind, host, code } : { kind, host, code, proxies };
    }
  }
};

/** Classifies an answer from something else by where it redirects to, or by its content type. */
export const createWrongHostFinding = (host: string, status: number, headers: Headers | undefined): NetworkFinding => {
  const to = headers?.get('location');
  if (to && status >= 300 && status < 400) return { kind: 'Redirected', host, status, to: readHost(to, host) };
  return { kind: 'NotTheService', host, status, contentType: headers?.get('content-type') ?? 'none' };
};
