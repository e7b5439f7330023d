import { findDifference } from './difference.ts';
import { type ApiAnswer, isDone } from './fetch-answer.ts';
import { findNextPage } from './pages.ts';
import type { Probe, Scene } from './probe.ts';
import type { Verdict } from './report.ts';
import { type Asking, createSent, type Fetch } from './request.ts';
import { listIdentifiers, type Side } from './side.ts';

export interface Judgement {
  readonly verdict: Verdict;
  readonly came: string;
  /** Whether the API rejected the form of the request, so that the answer says nothing about the request's parts. */
  readonly isMalformed: boolean;
}

type Ask = (asking: Asking, fetch: Fetch) => Promise<ApiAnswer>;

/** The most pages of a list that are followed. What is beyond them cannot be told. */
const mostPages = 1000;

/** How many requests each of the two callers sends at the same time. */
const atATime = 6;

/** Tries one probe and judges the answer. Other code checks whether the victim's objects are unharmed. */
export const judge = async (probe: Probe, { attacker, victim }: Scene, ask: Ask): Promise<Judgement> => {
  const { asking, by, before, meanwhile } = probe;
  if (before !== undefined) await ask(before, victim.user.fetch);
  if (meanwhile !== undefined) {
    const both = Array.from({ length: atATime }, async () => {
      const theirs = ask(meanwhile, victim.user.fetch);
      const own = await ask(asking, by.fetch);
      return findLeak(own, asking, victim) ?? findLeak(await theirs, meanwhile, attacker);
    });
    const leak = (await Promise.all(both)).find((each) => each !== undefined);
    if (leak !== undefined) return createJudgement('CameThrough', `${leak}, at the same time`);
  }
  const answer = await ask(asking, by.fetch);
  const leak = findLeak(answer, asking, victim) ?? probe.sign?.(answer);
  if (leak !== undefined) return createJudgement('CameThrough', `${answer.status}, ${leak}`);
  if (answer.status === 0) return createJudgement('Inconclusive', `no answer: ${answer.text}`);
  if (answer.status >= 500) return createJudgement('Inconclusive', String(answer.status));
  if (probe.expects === 'refused' && isDone(answer)) return createJudgement('CameThrough', String(answer.status));
  if (probe.follows) {
    const end = await followLinks(probe, answer, victim, ask);
    if (end !== undefined) return end;
  }
  const difference = await judgeDifference(probe, answer, ask);
  if (difference !== undefined) return difference;
  return {
    verdict: 'Held',
    came: String(answer.status),
    isMalformed: [400, 413, 414, 422, 431].includes(answer.status),
  };
};

const createJudgement = (verdict: Verdict, came: string): Judgement => ({ verdict, came, isMalformed: false });

/** Returns what an answer reveals of a side and its request did not contain, in whatever spelling. */
const findLeak = (answer: ApiAnswer, asking: Asking, side: Side): string | undefined => {
  const seen = [...answer.headers].map(([, value]) => value).join('\n') + answer.text;
  const { path, headers, body = '' } = createSent(asking);
  const asked = foldEncodings(`${path}\n${Object.values(headers).join('\n')}\n${body}`);
  const isTold = (text: string) => seen.includes(text) && !asked.includes(text.toLowerCase());
  if (isTold(side.marker)) return 'with what the other wrote';
  return listIdentifiers(side).some(isTold) ? 'with an identifier of the other’s' : undefined;
};

/** Returns a text in lower case and usual width, as it is and with percent-escapes decoded once and twice. */
const foldEncodings = (text: string): string => {
  const once = unescapePercent(text);
  return `${text}\n${once}\n${unescapePercent(once)}`.normalize('NFKC').toLowerCase();
};

const unescapePercent = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (each) => {
    try {
      return decodeURIComponent(each);
    } catch {
      return each;
    }
  });

const followLinks = async (
  { asking, by }: Probe,
  first: ApiAnswer,
  victim: Side,
  ask: Ask,
): Promise<Judgement | undefined> => {
  const seen = new Set<string>();
  let asked = asking;
  let answer = first;
  for (let page = 1; ; page++) {
    const query = findNextPage(asked, answer);
    if (query === undefined) return undefined;
    if (page === mostPages)
      return createJudgement(
        'Inconclusive',
        `a list of more than ${mostPages.toLocaleString('en')} pages, of which the others were not read`,
      );
    asked = { ...asking, query };
    const { path } = createSent(asked);
    if (seen.has(path)) return createJudgement('CameThrough', 'a list that continues beyond the user’s own');
    seen.add(path);
    answer = await ask(asked, by.fetch);
    const leak = findLeak(answer, asked, victim);
    if (leak !== undefined) return createJudgement('CameThrough', `${answer.status}, ${leak}, on page ${page + 1}`);
  }
};

/**
 * Compares two successful answers by status alone, because each shows the attacker's own objects, unless the path names
 * the identifiers.
 */
const judgeDifference = async (
  { asking, named = [], controls, by }: Probe,
  answer: ApiAnswer,
  ask: Ask,
): Promise<Judgement | undefined> => {
  if (controls === undefined) return undefined;
  const asked = controls.map(async (control) => ({
    answer: await ask(control.asking, by.fetch),
    named: control.named,
  }));
  const [first, second] = await Promise.all(asked);
  if (first === undefined || second === undefined) return undefined;
  const statuses = [first.answer.status, second.answer.status];
  if (statuses[0] !== statuses[1])
    return createJudgement('Inconclusive', `what never existed is answered with ${statuses.join(' and ')}`);
  if (isDone(answer) && isDone(first.answer) && answer.status === first.answer.status && !isOfPath(asking, named))
    return undefined;
  const difference = findDifference({ answer, named: listSpellings(named) }, [
    { ...first, named: listSpellings(first.named) },
    { ...second, named: listSpellings(second.named) },
  ]);
  return difference === undefined ? undefined : createJudgement('CameThrough', difference);
};

const isOfPath = ({ path }: Asking, named: readonly string[]): boolean =>
  Object.values(path).some((segment) => named.some((each) => segment === encodeURIComponent(each)));

/** Returns the spellings in which an answer may repeat an identifier. */
const listSpellings = (named: readonly string[]): readonly string[] =>
  named.flatMap((each) => [each, encodeURIComponent(each), each.toUpperCase(), each.toLowerCase()]);
