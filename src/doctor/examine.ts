import { findAdvice } from './advice/advice.ts';
import type { Advice } from './advice/rows.ts';
import type { Known, Verdict } from './check.ts';
import { checks } from './checks.ts';
import type { Finding } from './findings.ts';
import { isLocal } from './hosts.ts';
import { clip, redact } from './redact.ts';
import { createTools, type Examination, type Tools } from './tools.ts';
import { undoAll } from './undo.ts';

/** The outcome of one step of the chain. The last step, `tidying up`, occurs only if there was anything to undo. */
export type CheckResult = { readonly step: string } & (
  | { readonly status: 'sound'; readonly seen: string; readonly remarks: readonly string[] }
  | { readonly status: 'skipped'; readonly why: string }
  | ({ readonly status: 'wrong'; readonly finding: Finding; readonly explained?: string } & Advice)
  | { readonly status: 'not reached' }
);

/**
 * Walks the chain to the first fault, and yields the outcome of each step as it goes. Finally, whatever the outcome,
 * undoes what the examination made.
 */
export async function* examine(asked: Examination): AsyncGenerator<CheckResult, void> {
  const tools = createTools(asked);
  let known: Partial<Known> = {};
  let isOver = false;
  const told = async (step: string, verdict: Verdict): Promise<CheckResult> => {
    const { secrets } = tools.watch;
    const evident = verdict.mapErr((finding) => clip(redact(finding, secrets)));
    const explained = verdict.isErr() && isHere(known) ? await fetchExplanation(verdict.error, tools) : undefined;
    return redact(
      { ...createCheckResult(step, evident, known), ...(explained !== undefined && { explained }) },
      secrets,
    );
  };
  try {
    for (const { step, run } of checks) {
      if (isOver) {
        yield { step, status: 'not reached' };
        continue;
      }
      const verdict = await run(known, tools);
      if (verdict.isOk() && verdict.value.kind === 'Sound') known = { ...known, ...verdict.value.learnt };
      isOver = verdict.isErr();
      yield await told(step, verdict);
    }
    if (tools.undo.length > 0) yield await told('tidying up', await undoAll(tools));
  } finally {
    // The caller stopped early, or there is a bug.
    await undoAll(tools);
  }
}

/** Returns whether the deployment is a local stack. */
const isHere = ({ config }: Partial<Known>): boolean => config !== undefined && isLocal(config.apiEndpoint);

const createCheckResult = (step: string, verdict: Verdict, known: Partial<Known>): CheckResult => {
  if (verdict.isErr()) {
    const finding = verdict.error;
    return { step, status: 'wrong', finding, ...findAdvice(finding, isHere(known)) };
  }
  const passed = verdict.value;
  if (passed.kind === 'Skipped') return { step, status: 'skipped', why: passed.why };
  return { step, status: 'sound', seen: passed.seen, remarks: passed.remarks ?? [] };
};

/** Milliseconds between two looks, and the number of looks: a stack records its reason after it has answered. */
const between = 50;
const looks = 20;

/** Returns a local stack's explanation to its operator, if it has one. */
const fetchExplanation = async (finding: Finding, { asked, sleep }: Tools): Promise<string | undefined> => {
  const { requestId } = { requestId: undefined, ...finding };
  if (requestId === undefined || asked.explained === undefined) return undefined;
  for (let left = looks; left > 0; left--) {
    const explained = asked.explained(requestId);
    if (explained !== undefined) return explained;
    await sleep(between);
  }
  return undefined;
};
