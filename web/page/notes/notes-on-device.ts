/** What notes keep on the device of a user, such as drafts and writes that wait. */
export interface OnDevice {
  /** How many changes were not sent yet. */
  unsent(sub: string): Promise<number>;
  /** Forgets all of it, for good. */
  forget(sub: string): Promise<void>;
}

/** Nothing is kept yet. */
export const notesOnDevice: OnDevice = {
  unsent: async () => 0,
  forget: async () => {},
};
