/** Messages between tabs. */
export type Message =
  | { readonly kind: 'Changed'; readonly noteId: string }
  | { readonly kind: 'Sending'; readonly noteId: string | undefined }
  /** The tab that sends should send now. */
  | { readonly kind: 'Flush' }
  | { readonly kind: 'Forgotten' };

/** Opens the channel between one user's tabs at this origin. A message reaches the other tabs, not its sender. */
export const openChannel = (sub: string): BroadcastChannel => new BroadcastChannel(`owned-notes/${sub}`);

/** Users whose data this page has forgotten, so that a late write does not bring it back. */
export const forgotten = new Set<string>();
