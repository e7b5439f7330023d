/** Messages between tabs. */
export type Message =
  | { readonly kind: 'Changed'; readonly noteId: string }
  | { readonly kind: 'Sending'; readonly noteId: string | undefined }
  /** The tab that sends should send now. */
  | { readonly kind: 'Flush' }
  /** This tab sends the note's file now. */
  | { readonly kind: 'Uploading'; readonly noteId: string }
  /** The user signed out. `isShared`: all tabs that share the device's sign-in are signed out with this one. */
  | { readonly kind: 'Forgotten'; readonly isShared: boolean };

/**
 * Opens the channel between one user's tabs at this origin. A message reaches every other channel, also in the same
 * tab. Where the browser allows no storage, tabs share nothing, and no message arrives.
 */
export const openChannel = (sub: string): Pick<BroadcastChannel, 'postMessage' | 'onmessage' | 'close'> => {
  try {
    return new BroadcastChannel(`owned-notes/${sub}`);
  } catch {
    return { postMessage: () => {}, onmessage: null, close: () => {} };
  }
};

/** Users whose data this page has forgotten, so that a late write does not bring it back. */
export const forgotten = new Set<string>();
