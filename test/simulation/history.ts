import type { Response } from '../../src/adapters/api-gateway/responses.ts';
import type { Action } from './commands.ts';
import type { FaultKind } from './faults.ts';
import { isLinearizable, type Step } from './linearizability.ts';

/** A command that was carried out: what was asked, when, and what came of it. */
export interface Operation {
  readonly who: number;
  readonly action: Action;
  /** The note that it is about, or that it would make; of a list the one behind which it begins. */
  readonly noteId: string | undefined;
  readonly draft: { readonly content: string; readonly attachment?: string } | undefined;
  /** The ETags that were sent in If-Match. */
  readonly expected: readonly string[] | 'any';
  /** The ETag that the write gives the note. */
  readonly etag: string;
  /** Epoch milliseconds by the function's clock. */
  readonly at: number;
  readonly began: number;
  readonly ended: number;
  readonly response: Response;
  /** What happened to its requests. */
  readonly faults: readonly FaultKind[];
}

interface Note {
  readonly content: string;
  readonly attachment?: string | undefined;
  readonly createdAt: number;
  readonly updatedAt?: number | undefined;
  readonly etag: string;
  readonly createdAs: string;
}
type State = 'never' | 'deleted' | Note;

/** Of a problem's URN, what follows the last colon; undefined of any other answer. */
export const problemOf = ({ headers, body }: Response): string | undefined =>
  headers['content-type'] === 'application/problem+json'
    ? JSON.parse(body ?? '{}')
        .type.split(':')
        .at(-1)
    : undefined;

/**
 * Throws if what an owner was told of one note cannot be true. Every answer of success must have happened at a moment
 * between request and answer; "outcome unknown" may have happened then, later, or never; "unavailable" has not. A stale
 * read may show any earlier moment.
 */
export const checkNote = (operations: readonly Operation[], noteId: string): void => {
  const steps = operations.flatMap((operation) => stepsOf(operation, noteId));
  if (isLinearizable<State>('never', steps)) return;
  throw new Error(
    `No order of what happened to ${noteId} explains the answers:\n${operations.map(describe).join('\n')}`,
  );
};

const stepsOf = (operation: Operation, noteId: string): readonly Step<State>[] => {
  const { action, response, faults } = operation;
  if (action.type === 'list') return listSteps(operation, noteId);
  if (operation.noteId !== noteId) return [];
  const { ended } = operation;
  const began = faults.includes('stale read') ? Number.NEGATIVE_INFINITY : operation.began;
  const outcome = response.statusCode < 300 ? 'done' : problemOf(response);
  if (outcome === 'store-unavailable') return [];
  if (action.type === 'get') return [{ began, ended, apply: (state) => when(state, isAnswered(state, response)) }];

  const effect = effectOf(operation);
  if (outcome === 'outcome-unknown')
    return [{ began, ended: Number.POSITIVE_INFINITY, optional: true, apply: (state) => boxed(effect(state)) }];
  if (outcome === 'done' && (action.type !== 'create' || response.headers.etag === operation.etag))
    return [
      {
        began,
        ended,
        apply: (state) => {
          const after = effect(state);
          return after !== undefined && (action.type === 'delete' || isAnswered(after, response))
            ? { state: after }
            : undefined;
        },
      },
    ];
  const refusal: Step<State> = { began, ended, apply: (state) => when(state, isRefused(operation, state, outcome)) };
  if (action.type !== 'create') return [refusal];
  // Of a create that was sent twice, the first attempt may have made the note that somebody then updated or deleted.
  return [{ began, ended, optional: true, apply: (state) => boxed(effect(state)) }, refusal];
};

/** A list tells of each note in its range whether it is there, and how. */
const listSteps = (
  { noteId: after, response, began, ended, faults }: Operation,
  noteId: string,
): readonly Step<State>[] => {
  if (response.statusCode !== 200) return [];
  const next = /after=([^>]+)>/.exec(response.headers.link ?? '')?.[1];
  if ((after !== undefined && noteId >= after) || (next !== undefined && noteId < next)) return [];
  const shown = (JSON.parse(response.body ?? '') as (Partial<Note> & { readonly noteId: string })[]).find(
    (note) => note.noteId === noteId,
  );
  const apply = (state: State) => when(state, shown === undefined ? !isLive(state) : isShown(state, shown));
  return [{ began: faults.includes('stale read') ? Number.NEGATIVE_INFINITY : began, ended, apply }];
};

/** What a write makes of a state; `undefined` if it does nothing to it. */
const effectOf =
  ({ action, draft, expected, etag, at }: Operation) =>
  (state: State): State | undefined => {
    if (action.type === 'create')
      return state === 'never' && draft !== undefined
        ? { ...draft, createdAt: at, etag, createdAs: JSON.stringify(draft) }
        : undefined;
    if (!isLive(state) || (expected !== 'any' && !expected.includes(state.etag))) return undefined;
    if (action.type === 'delete') return 'deleted';
    const { createdAt, createdAs, updatedAt: before = Number.NEGATIVE_INFINITY } = state;
    if (draft === undefined) return undefined;
    return { ...draft, createdAt, createdAs, updatedAt: Math.max(at, before + 1), etag };
  };

/** Whether an answer that is not the write's own success is true of a state. */
const isRefused = (
  { action, expected, draft, response }: Operation,
  state: State,
  outcome: string | undefined,
): boolean => {
  if (action.type === 'create') {
    if (outcome === 'note-deleted') return state === 'deleted';
    if (!isLive(state)) return false;
    const same = state.createdAs === JSON.stringify(draft);
    return outcome === 'done' ? same && isAnswered(state, response) : outcome === 'note-id-taken' && !same;
  }
  if (outcome === 'note-not-found') return !isLive(state);
  return outcome === 'revision-conflict' && isLive(state) && expected !== 'any' && !expected.includes(state.etag);
};

/** Whether a get, or a write that answers with the note, is true of a state. */
const isAnswered = (state: State, response: Response): boolean => {
  if (response.statusCode !== 200) return problemOf(response) === 'note-not-found' && !isLive(state);
  return isShown(state, JSON.parse(response.body ?? '')) && isLive(state) && state.etag === response.headers.etag;
};

const isShown = (state: State, shown: Partial<Note>): boolean =>
  isLive(state) &&
  state.content === shown.content &&
  state.attachment === shown.attachment &&
  state.createdAt === shown.createdAt &&
  state.updatedAt === shown.updatedAt;

const isLive = (state: State): state is Note => typeof state === 'object';
const boxed = (state: State | undefined) => (state === undefined ? undefined : { state });
const when = (state: State, holds: boolean) => (holds ? { state } : undefined);

const describe = ({ who, action, noteId, expected, etag, began, ended, response, faults }: Operation): string =>
  `  ${began} to ${ended}, owner ${who}: ${action.type} ${noteId ?? ''} ${JSON.stringify({ expected, etag })} -> ${
    response.statusCode
  } ${problemOf(response) ?? ''} ${response.headers.etag ?? ''} ${faults.length > 0 ? `(${faults.join(', ')})` : ''}`;
