import { type Browser, type BrowserContext, type BrowserContextOptions, chromium as driver } from 'playwright-core';
import { chromium } from '../kit/chromium.ts';

/** The two screen sizes that every journey is made on. */
export const sizes = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1280, height: 800 } },
} as const satisfies Record<string, BrowserContextOptions>;

/** Opens Debian's Chromium. Throws where there is none: without a browser these tests would show nothing. */
export const openBrowser = (): Promise<Browser> => {
  if (chromium === undefined) throw new Error('These tests need Chromium: apt-get install chromium-headless-shell.');
  const quiet = ['--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  // CI runs as root, where Chromium has no sandbox; it opens only our own pages.
  return driver.launch({ executablePath: chromium, args: ['--no-sandbox', ...quiet] });
};

/** A browser context with its own storage, and the faults of its pages, of which a test expects none. */
export interface Visitor extends AsyncDisposable {
  readonly context: BrowserContext;
  /** Uncaught exceptions, violations of the content security policy, and requests to anywhere but this machine. */
  readonly faults: readonly string[];
}

export const createVisitor = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> => {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const faults: string[] = [];
  context
    .on('weberror', (error) => faults.push(String(error.error())))
    .on('console', (message) => {
      if (/Content Security Policy|Trusted ?Type/i.test(message.text())) faults.push(message.text());
    })
    .on('request', (request) => {
      if (!/^(?:http:\/\/(?:127\.0\.0\.1|localhost):|blob:|data:)/.test(request.url())) faults.push(request.url());
    });
  return { context, faults, [Symbol.asyncDispose]: () => context.close() };
};
