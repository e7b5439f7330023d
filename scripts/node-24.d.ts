/** If this Node is older than the sources need: what is missing and how to get it. Otherwise `undefined`. */
export declare const missingNode: string | undefined;
