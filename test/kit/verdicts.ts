import type { Verdict } from '../../src/aws/attempts.ts';
import type { Service } from '../../src/aws/service-client.ts';

/** Wraps a service, and records the caller's verdict on each of its answers. */
export const withVerdicts = (service: Service) => {
  const verdicts: Verdict<unknown>['kind'][] = [];
  const ask: Service = (request, read, signal) => {
    const noted: typeof read = (response) => {
      const verdict = read(response);
      verdicts.push(verdict.kind);
      return verdict;
    };
    return service(request, noted, signal);
  };
  return { ask, verdicts };
};
