/** The way to all of one's notes as a file, for who is about to delete the account. */
export const ExportOffer = () => null;
