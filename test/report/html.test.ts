/** The page in a real Chromium: at the width of a desk and of a phone, in light and dark, by keyboard. Screenshots are left in test-reports for whoever wants to look. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { FORMATS } from '../../src/report';
import { ROOT } from '../support/assembly';
import { launchChromium } from '../support/headless-chromium';
import { BROKEN, GOOD, restApi } from '../support/templates';
import { examined, PLAIN } from './examined';

const SCREENSHOTS = join(ROOT, 'test-reports/check');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

const LONG = `/${'a-very-long-path-without-any-place-to-break'.repeat(6)}`;
const HOSTILE = '/"><img src=x onerror=hit()><script>hit()</script>\'</style>\u001b';

const PAGES = {
  broken: FORMATS.html.write(examined(BROKEN), PLAIN),
  good: FORMATS.html.write(examined(GOOD), PLAIN),
  nothing: FORMATS.html.write(examined({ Resources: {} }), PLAIN),
  hostile: FORMATS.html.write(examined(restApi([LONG, HOSTILE].map((path) => ({ path, method: 'PUT', headers: { 'Access-Control-Allow-Origin': 'https://app.example.com' } })))), PLAIN),
};

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-cors-html-'));
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await launchChromium(folder);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The page as a file of its own, and what it asked the network for. */
async function open(name: keyof typeof PAGES, viewport = DESK, colorScheme: 'light' | 'dark' = 'light'): Promise<{ page: Page; requests: string[] }> {
  const page = await browser.newPage({ viewport, colorScheme });
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.addInitScript('globalThis.hit = () => { globalThis.wasHit = true; }');
  await page.setContent(PAGES[name]);
  return { page, requests };
}

const looks = (Object.keys(PAGES) as (keyof typeof PAGES)[]).flatMap((name) => [
  [name, 'desk', DESK, 'light'], [name, 'desk', DESK, 'dark'], [name, 'phone', PHONE, 'light'],
] as const);

test.each(looks)('%s at a %s: nothing stands out at the side, and everybody can read it (%#)', async (name, width, viewport, scheme) => {
  const { page, requests } = await open(name, viewport, scheme);
  // what is in sight: a busy machine can't always make a picture of a whole long page
  await page.screenshot({ path: join(SCREENSHOTS, `${name}-${width}-${scheme}.png`) });
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate('axe.run()') as { violations: { id: string; nodes: { html: string }[] }[]; passes: { id: string }[] };
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  expect(passes.map(({ id }) => id)).toContain('color-contrast');
  expect(requests).toEqual([]);
  await page.close();
});

test('each failing cell leads to its exchange, by keyboard too', async () => {
  const { page } = await open('broken');
  const cells = page.locator('a.chip.wrong');
  expect(await cells.count()).toBeGreaterThan(1);
  for (let index = 0; index < await cells.count(); index++) {
    const target = await cells.nth(index).getAttribute('href');
    expect(await page.locator(`figure${target} .message`).count()).toBeGreaterThan(1);
  }
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Findings');
  expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  await cells.last().focus();
  await page.keyboard.press('Enter');
  expect(await page.evaluate('location.hash')).toBe(await cells.last().getAttribute('href'));
});

test('a sequence goes from the browser to who answered, and back', async () => {
  const { page } = await open('broken');
  const figure = page.locator('article', { hasText: 'preflight-without-method' }).locator('figure').first();
  expect(await figure.locator('.lanes span').allTextContents()).toEqual(['Browser', 'API Gateway']);
  const [out, note, back, end] = await figure.locator('.messages li').allTextContents();
  expect(out).toMatch(/^→ OPTIONS https:\/\/\S+\/prod\/items \(preflight\) to API Gateway\n[^]*origin: https:\/\/app\.example\.com/);
  expect(note).toContain('gateway response MISSING_AUTHENTICATION_TOKEN');
  expect(back).toMatch(/^← 403 \(preflight\) from API Gateway/);
  expect(end).toMatch(/^✗ Browser: Access to fetch at .* has been blocked by CORS policy/);
  const [there, home] = await Promise.all([0, 1].map(async (index) => figure.locator('.arrow').nth(index).boundingBox()));
  expect({ x: there!.x, width: there!.width }).toEqual({ x: home!.x, width: home!.width });
  expect(there!.width).toBeGreaterThan(300);
});

test('what a template names is text, and no element, style or script', async () => {
  const { page } = await open('hostile');
  expect(await page.locator('img, script').count()).toBe(0);
  expect(await page.evaluate('globalThis.wasHit')).toBeUndefined();
  expect(await page.locator('.routes').first().textContent()).toContain('<script>');
  expect(await page.locator('.routes').allTextContents().then((texts) => texts.join())).toContain('"><img src=x onerror=hit()><script>hit()</script>\'</style>\\u001b');
  expect(PAGES.hostile).not.toContain('\u001b');
});

test('it is whole: no address but the links that people follow', () => {
  expect([...PAGES.broken.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address).filter((address) => !/^(?:#|https:\/\/github\.com\/cdk-cors\/)/.test(address))).toEqual([]);
  expect(PAGES.broken).not.toMatch(/@import|url\(|<script|<link/);
});
