/** What tabs tell each other. */
export type Message =
  | { readonly kind: 'Changed'; readonly noteId: string }
  | { readonly kind: 'Sending'; readonly noteId: string | undefined }
  /** Whoever sends should send now. */
  | { readonly kind: 'Flush' }
  | { readonly kind: 'Forgotten' };

/** The tabs of one user at this origin. A message comes to the others, and not to who posts it. */
export const openChannel = (sub: string): BroadcastChannel => new BroadcastChannel(`owned-notes/${sub}`);

/** Users of whom this page has forgotten everything: whoever is late with a write does not bring it back. */
export const forgotten = new Set<string>();
