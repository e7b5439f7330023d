import type { HandlerResponse } from '../../src/adapters/api-gateway/responses.ts';
import type { User } from '../kit/user.ts';
import { createCanary } from '../simulation/answers.ts';
import type { NetworkFault } from '../simulation/faults.ts';
import type { Operation } from '../simulation/history.ts';
import type { Action } from '../simulation/scheduled-actions.ts';

export interface SignedAction {
  readonly number: number;
  readonly who: number;
  readonly user: User;
  readonly action: Action;
  /** The note that it is about, or that it would create; for a list, the one after which it begins. */
  readonly noteId: string | undefined;
  readonly expected: readonly string[] | 'any';
}

/** The time-out of a function in milliseconds. */
export const functionTime = 10_000;

/** Carries out one action of a signed-in user as a signed request, and returns the operation with its answer. */
export const signedOperation = async (
  { number, who, user, action, noteId, expected }: SignedAction,
  faultsOf: (user: User, began: number) => readonly NetworkFault[],
): Promise<Operation> => {
  const draft = 'draft' in action ? ownDraft(who, action.draft) : undefined;
  const headers = {
    ...(action.type === 'create' && noteId !== undefined && { 'idempotency-key': noteId }),
    ...(expected !== 'any' && { 'if-match': expected.join(', ') }),
  };
  const began = Date.now();
  const response = await send(user, action, noteId, draft, headers);
  const ended = Date.now();
  if (ended - began > functionTime) throw new Error(`An answer took ${ended - began} ms.`);
  const faults = faultsOf(user, began);
  const unknown = { etag: undefined, at: undefined };
  return { number, who, action, noteId, draft, expected, ...unknown, began, ended, response, faults };
};

const ownDraft = (who: number, draft: { readonly content: string; readonly attachment?: string }) => ({
  ...draft,
  content: `${createCanary(who)}${draft.content}`,
});

const methods = { create: 'POST', get: 'GET', list: 'GET', update: 'PUT', delete: 'DELETE' } as const;

const send = async (
  user: User,
  action: Action,
  id: string | undefined,
  draft: object | undefined,
  headers: Record<string, string>,
): Promise<HandlerResponse> => {
  const query = action.type === 'list' ? `?limit=${action.limit}${id === undefined ? '' : `&after=${id}`}` : '';
  const path = action.type === 'create' || action.type === 'list' ? `/notes${query}` : `/notes/${id}`;
  const answer = await user.ask(methods[action.type], path, draft, headers);
  return {
    statusCode: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: answer.body === undefined ? '' : JSON.stringify(answer.body),
  };
};
