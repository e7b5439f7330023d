import type { Verdict } from '../src/aws/attempts.ts';
import type { Service } from '../src/aws/service-client.ts';

/** The same service, and what whoever asks it takes each of its answers for. */
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
