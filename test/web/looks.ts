import type { Page } from 'playwright-core';
import type { Language } from '../../web/page/texts/texts.ts';
import { axeFaultsInBoth } from './axe.ts';
import { sizes } from './browser.ts';
import { isTooWide } from './journeys.ts';

/** The settings that each view is checked in: German words are long, and the narrowest phone is 320 pixels wide. */
export const looks = [
  { language: 'de', options: { ...sizes.phone, viewport: { width: 320, height: 640 }, locale: 'de-DE' } },
  { language: 'en', options: { ...sizes.desktop, locale: 'en-GB' } },
] as const satisfies readonly { readonly language: Language; readonly options: object }[];

/** Checks views as a test comes to them, and gathers what is wrong with each; the test expects no faults. */
export const createGatherer = (page: Page) => {
  const faults: string[] = [];
  return {
    faults: faults as readonly string[],
    look: async (view: string): Promise<void> => {
      faults.push(...(await axeFaultsInBoth(page)).map((fault) => `${view}: ${fault}`));
      if (await isTooWide(page)) faults.push(`${view}: too wide`);
    },
  };
};
