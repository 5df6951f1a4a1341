// still.mjs: the pictures of the pages in README and README.zh-CN: what a reviewer of the demo sees. At the top of the tree, where
// web/node_modules is filled (npm ci in web), Debian's chromium and a font with Chinese characters are installed:
//
//   bin/demo --web=8484                            in one shell, and in another
//   node doc/pictures/still.mjs http://127.0.0.1:8484
//
// No test compares them, for no two machines draw text alike.
import { launch } from '../../web/test/browser.mjs';

const [url] = process.argv.slice(2);
const browser = await launch();

async function still(file, locale, place) {
  const page = await browser.newPage({ viewport: { width: 1100, height: 700 }, locale });
  await page.goto(`${url}/login`);
  await page.getByLabel(/^(Role|角色)$/).fill('reviewer_1');
  await page.getByLabel(/^(Password|密码)$/).fill('demo');
  await page.keyboard.press('Enter');
  await page.waitForURL((u) => u.pathname !== '/login');
  await page.goto(`${url}/review`);
  // the first time, nothing is claimed
  if (await page.locator('#give-back').count() === 0) await page.locator('#claim').click();
  await page.goto(`${url}/review?place=${place}`);
  await page.screenshot({ path: new URL(file, import.meta.url).pathname });
}

try {
  await still('review.png', 'en', 0);
  await still('review.zh-CN.png', 'zh-CN', 9);
} finally {
  await browser.close();
}
