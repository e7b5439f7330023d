/** Messages between tabs. */
export type Message =
  | { readonly kind: 'Changed'; readonly noteId: string }
  | { readonly kind: 'Sending'; readonly noteId: string | undefined }
  /** The tab that sends should send now. */
  | { readonly kind: 'Flush' }
  /** The user signed out. `isShared`: all tabs that share the device's sign-in are signed out with this one. */
  | { readonly kind: 'Forgotten'; readonly isShared: boolean };

/** Opens the channel between one user's tabs at this origin. A message reaches the other tabs, not its sender. */
export const openChannel = (sub: string): BroadcastChannel => new BroadcastChannel(`owned-notes/${sub}`);

/** Users whose data this page has forgotten, so that a late write does not bring it back. */
export const forgotten = new Set<string>();
