/**
 * Why an operation on the data was not done. Nothing has changed, with three exceptions: what `seed` has made stays;
 * after `StoppedEarly`, the clock is further than before; after `Unsettled`, the next start completes the operation.
 */
export type DataFailure =
  | { readonly kind: 'NameInvalid'; readonly name: string }
  | { readonly kind: 'NameTaken'; readonly name: string }
  | { readonly kind: 'NoSnapshot'; readonly name: string }
  | { readonly kind: 'OtherStack'; readonly name: string }
  | { readonly kind: 'SnapshotBroken'; readonly name: string; readonly reason: string }
  | { readonly kind: 'Busy'; readonly seconds: number }
  | { readonly kind: 'Unsettled' }
  /** `now` is the stack's time in epoch milliseconds. */
  | { readonly kind: 'StoppedEarly'; readonly seconds: number; readonly now: number }
  | { readonly kind: 'NoStep'; readonly reason: string };

type Words = { readonly [K in DataFailure['kind']]: (problem: Extract<DataFailure, { readonly kind: K }>) => string };

const words: Words = {
  NameInvalid: () =>
    'A snapshot’s name is 1 to 64 letters (a to z), digits, dots, hyphens and underscores, ' +
    'the first a letter or digit.',
  NameTaken: ({ name }) => `There is already a snapshot ${name}. Choose another name.`,
  NoSnapshot: ({ name }) => `There is no snapshot ${name}.`,
  OtherStack: ({ name }) =>
    `The snapshot ${name} was made by another stack: its users’ passwords and identities do not work here.`,
  SnapshotBroken: ({ name, reason }) => `The snapshot ${name} is damaged: ${reason}. Nothing was changed.`,
  Busy: ({ seconds }) =>
    `Requests were still in flight after ${seconds} seconds, perhaps an upload. Nothing was changed; try again.`,
  Unsettled: () =>
    'Only part of the data was replaced; the terminal says why. Stop the stack and start it again, which completes it.',
  StoppedEarly: ({ seconds, now }) =>
    `Requests were still in flight after ${seconds} seconds, perhaps an upload, so that the clock was stopped on its ` +
    `way, at ${new Date(now).toISOString()}. Move it on from there.`,
  NoStep: ({ reason }) => reason,
};

export const describeFailure = (problem: DataFailure): string =>
  (words[problem.kind] as (problem: DataFailure) => string)(problem);
