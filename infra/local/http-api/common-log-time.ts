/** Formats epoch milliseconds in the Common Log Format, as API Gateway writes times: `23/Nov/2026:05:24:00 +0000`. */
export const formatCommonLogTime = (time: number): string => {
  const [, day, month, year, clock] = new Date(time).toUTCString().split(' ');
  return `${day}/${month}/${year}:${clock} +0000`;
};
