const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Formats bytes for people: `31.5 MB`. */
export const formatSize = (bytes: number): string => {
  const steps = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const amount = bytes / 1000 ** steps;
  return `${steps === 0 ? amount : amount.toFixed(1)} ${units[steps]}`;
};
