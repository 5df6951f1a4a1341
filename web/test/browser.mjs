// browser.mjs: a browser for tests: Debian's chromium, driven by playwright-core.
import { existsSync } from 'node:fs';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

// Why there is no browser here; undefined where there is one.
export const lacking = executablePath ? undefined : 'no chromium here';

// A browser that looks for nothing on the network by itself; whoever starts it closes it.
export async function launch() {
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath, headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}
