export const foundBy: any = {};
