import type { Visitor } from '../browser.ts';

/** Holds requests back until they are let go. */
export const holdRequests = async ({ context }: Visitor, isHeld: (url: URL, method: string) => boolean) => {
  const { promise: come, resolve } = Promise.withResolvers<void>();
  await context.route(
    () => true,
    (route) => {
      if (!isHeld(new URL(route.request().url()), route.request().method())) return route.fallback();
      resolve();
      return undefined;
    },
  );
  return { come, letGo: () => context.unrouteAll() };
};
