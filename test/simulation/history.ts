import type { HandlerResponse } from '../../src/adapters/api-gateway/responses.ts';
import { isLinearizable, type TimedOperation } from '../../src/laws/linearizability.ts';
import type { NetworkFault } from './faults.ts';
import type { Action } from './scheduled-actions.ts';

/** An action that was carried out: what it was, when, and its answer. */
export interface Operation {
  /** Unique within a history. */
  readonly number: number;
  readonly who: number;
  readonly action: Pick<Action, 'type'>;
  /** The note that it is about, or that it would create; for a list, the one after which it begins. */
  readonly noteId: string | undefined;
  readonly draft: { readonly content: string; readonly attachment?: string } | undefined;
  /** The ETags that were sent in If-Match. */
  readonly expected: readonly string[] | 'any';
  /** The ETag that the write gives the note, and its time; `undefined` if only the answer tells. */
  readonly etag: string | undefined;
  readonly at: number | undefined;
  readonly began: number;
  readonly ended: number;
  readonly response: HandlerResponse;
  /** The faults of its requests. */
  readonly faults: readonly NetworkFault[];
}

interface Note {
  readonly content: string;
  readonly attachment?: string | undefined;
  /** `undefined` if unknown. */
  readonly createdAt: number | undefined;
  readonly updatedAt: number | undefined;
  readonly isUpdated: boolean;
  /** The ETag, or the number of the operation that gave the note an unknown one. */
  readonly etag: string | number;
  readonly createdAs: string;
}

interface State {
  readonly note: 'never' | 'deleted' | Note;
  /** The ETags of operations whose own answers did not tell them, learned from other answers. */
  readonly told: Readonly<Record<number, string>>;
}

const empty: State = { note: 'never', told: {} };

/** Returns the part of a problem's URN after the last colon; undefined for any other answer. */
export const parseProblem = ({ headers, body }: HandlerResponse): string | undefined =>
  headers['content-type'] === 'application/problem+json'
    ? JSON.parse(body ?? '{}')
        .type.split(':')
        .at(-1)
    : undefined;

/**
 * Throws if the answers about one note cannot all be true. An operation that was answered with success must have
 * happened at a moment between request and answer; one with "outcome unknown" may have happened then, later, or never;
 * one with "unavailable" must not have happened. A stale read may show any earlier moment.
 */
export const checkNote = (operations: readonly Operation[], noteId: string): void => {
  const steps = operations.flatMap((operation) => createTimedOperations(operation, noteId));
  if (isLinearizable<State>(empty, steps)) return;
  throw new Error(
    `No order of what happened to ${noteId} explains the answers:\n${operations.map(describe).join('\n')}`,
  );
};

const createTimedOperations = (operation: Operation, noteId: string): readonly TimedOperation<State>[] => {
  const { action, response, faults, ended } = operation;
  const began = faults.includes('stale read') ? Number.NEGATIVE_INFINITY : operation.began;
  if (action.type === 'list') return listSteps(operation, began, noteId);
  if (operation.noteId !== noteId) return [];
  const outcome = response.statusCode < 300 ? 'done' : parseProblem(response);
  if (outcome === 'store-unavailable') return [];
  if (action.type === 'get') return [{ began, ended, apply: (state) => answered(state, response) }];

  const effect = createEffect(operation);
  const mayHappen = (end: number): TimedOperation<State> => ({ began, ended: end, optional: true, apply: effect });
  if (outcome === 'outcome-unknown') return [mayHappen(Number.POSITIVE_INFINITY)];
  const done: TimedOperation<State> = {
    began,
    ended,
    apply: (state) => {
      const after = effect(state);
      return action.type === 'delete' || after === undefined ? after : answered(after, response);
    },
  };
  const isOwn = operation.etag !== undefined && operation.etag === response.headers.etag;
  if (outcome === 'done' && (action.type !== 'create' || isOwn)) return [done];
  if (action.type !== 'create') return [{ began, ended, apply: (state) => refused(operation, state, outcome) }];
  // The first attempt of a create that was sent twice may have made the note that somebody then updated or deleted.
  const answer: TimedOperation<State> = {
    began,
    ended,
    apply: (state) => (outcome === 'done' ? done.apply(state) : undefined) ?? refused(operation, state, outcome),
  };
  return [mayHappen(ended), answer];
};

/** Returns what a list tells about a note in its range: whether it exists, and its state. */
const listSteps = (
  { noteId: after, response, ended }: Operation,
  began: number,
  noteId: string,
): readonly TimedOperation<State>[] => {
  if (response.statusCode !== 200) return [];
  const next = /after=([^>&]+)>/.exec(response.headers.link ?? '')?.[1];
  if ((after !== undefined && noteId >= after) || (next !== undefined && noteId < next)) return [];
  const shown = (JSON.parse(response.body ?? '') as Shown[]).find((note) => note.noteId === noteId);
  const apply = (state: State) => when(state, shown === undefined ? !isLive(state.note) : isShown(state.note, shown));
  return [{ began, ended, apply }];
};

/** Creates a write's effect on a state; `undefined` if it does nothing to it. */
const createEffect =
  ({ number, action, draft, expected, etag: known, at }: Operation) =>
  (state: State): { readonly state: State } | undefined => {
    const { note, told } = state;
    const etag = known ?? number;
    const into = (after: State['note']) => ({ state: { note: after, told } });
    if (action.type === 'create') {
      if (note !== 'never' || draft === undefined) return undefined;
      const fresh = { createdAt: at, updatedAt: undefined, isUpdated: false };
      return into({ ...draft, ...fresh, etag, createdAs: JSON.stringify(draft) });
    }
    if (!isLive(note) || !isExpected(expected, state)) return undefined;
    if (action.type === 'delete') return into('deleted');
    const { createdAt, createdAs, updatedAt: before = Number.NEGATIVE_INFINITY } = note;
    if (draft === undefined) return undefined;
    const updatedAt = at === undefined ? undefined : Math.max(at, before + 1);
    return into({ ...draft, createdAt, createdAs, updatedAt, isUpdated: true, etag });
  };

/** Returns the state if an answer other than the write's own success is true of it. */
const refused = (
  { action, expected, draft, response }: Operation,
  state: State,
  outcome: string | undefined,
): { readonly state: State } | undefined => {
  const { note } = state;
  if (action.type === 'create') {
    if (outcome === 'note-deleted') return when(state, note === 'deleted');
    const same = isLive(note) && note.createdAs === JSON.stringify(draft);
    if (outcome === 'done') return same ? answered(state, response) : undefined;
    return when(state, outcome === 'note-id-taken' && isLive(note) && !same);
  }
  if (outcome === 'note-not-found') return when(state, !isLive(note));
  return when(state, outcome === 'revision-conflict' && isLive(note) && !isExpected(expected, state));
};

/** Returns the state, with the ETag that the answer tells, if the answer of a get or a write is true of it. */
const answered = (
  answer: State | { readonly state: State },
  response: HandlerResponse,
): { readonly state: State } | undefined => {
  const state = 'state' in answer ? answer.state : answer;
  const { note, told } = state;
  if (response.statusCode !== 200) return when(state, parseProblem(response) === 'note-not-found' && !isLive(note));
  const { etag } = response.headers;
  if (etag === undefined || !isLive(note) || !isShown(note, JSON.parse(response.body ?? ''))) return undefined;
  const known = findEtag(state);
  if (known !== undefined) return when(state, known === etag);
  if (typeof note.etag === 'string' || Object.values(told).includes(etag)) return undefined;
  return { state: { note, told: { ...told, [note.etag]: etag } } };
};

const findEtag = ({ note, told }: State): string | undefined => {
  if (!isLive(note)) return undefined;
  return typeof note.etag === 'string' ? note.etag : told[note.etag];
};

/** Decides whether If-Match holds; an ETag that no answer has told yet is in nobody's If-Match. */
const isExpected = (expected: Operation['expected'], state: State): boolean =>
  expected === 'any' || expected.some((etag) => etag === findEtag(state));

interface Shown {
  readonly noteId: string;
  readonly content: string;
  readonly attachment?: string;
  readonly createdAt: number;
  readonly updatedAt?: number;
}

const isShown = (note: State['note'], shown: Shown): boolean =>
  isLive(note) &&
  note.content === shown.content &&
  note.attachment === shown.attachment &&
  note.isUpdated === (shown.updatedAt !== undefined) &&
  (note.createdAt === undefined || note.createdAt === shown.createdAt) &&
  (note.updatedAt === undefined || note.updatedAt === shown.updatedAt);

const isLive = (note: State['note']): note is Note => typeof note === 'object';
const when = (state: State, holds: boolean) => (holds ? { state } : undefined);

const describe = ({ who, action, noteId, expected, etag, began, ended, response, faults }: Operation): string =>
  [
    `  ${began} to ${ended}, owner ${who}: ${action.type} ${noteId ?? ''} ${JSON.stringify({ expected, etag })} ->`,
    `${response.statusCode} ${parseProblem(response) ?? ''} ${response.headers.etag ?? ''}`,
    faults.length > 0 ? `(${faults.join(', ')})` : '',
  ].join(' ');
