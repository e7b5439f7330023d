/** What is missing, and what brings it, where this runs on an older Node than the sources need; otherwise nothing. */
export declare const missingNode: string | undefined;
