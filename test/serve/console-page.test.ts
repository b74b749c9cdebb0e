/// <reference lib="dom" />
/**
 * The console page in a real Chromium: what it shows, at the width of a desk and of a phone, in light and dark, by mouse and by keyboard. Screenshots are left
 * in test-reports for whoever wants to look.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Browser, Page } from 'playwright-core';
import { type RunningServer, startServer } from '../../src/serve';
import { assemblyOf } from '../support/emulator';
import { launchChromium } from '../support/headless-chromium';
import { build } from './world';

const SCREENSHOTS = join(__dirname, '../../test-reports/console');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

let server: RunningServer;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cdk-cors-console-'));
  mkdirSync(SCREENSHOTS, { recursive: true });
  const assembly = assemblyOf((app) => build(new Stack(app, 'Stack')));
  [browser, server] = await Promise.all([launchChromium(folder), startServer({ app: assembly, port: 0 })]);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A console that is ready, and what went wrong in it or was fetched from elsewhere. */
async function open(viewport: { width: number; height: number }, colorScheme: 'light' | 'dark' = 'light'): Promise<{ page: Page; foreign: string[]; mistakes: string[] }> {
  const page = await browser.newPage({ viewport, colorScheme });
  const foreign: string[] = [];
  const mistakes: string[] = [];
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== 'data:' && !/^(?:localhost|.*\.localhost)$/.test(hostname)) {
      foreign.push(request.url());
    }
  });
  page.on('pageerror', ({ message }) => mistakes.push(message));
  await page.goto(server.url);
  await page.waitForSelector('body[data-ready]');
  return { page, foreign, mistakes };
}

async function submit(page: Page, fields: { readonly [name: string]: string }): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`#question [name=${name}]`);
    if (await field.evaluate((element) => element.tagName) === 'SELECT') {
      await field.selectOption(value);
    } else {
      await field.fill(value);
    }
  }
  await page.locator('#result').evaluate((element) => element.replaceChildren());
  await page.click('#question button');
}

/** What this browser did, what the model says, and what the page makes of the two. */
async function ask(page: Page, fields: { readonly [name: string]: string }): Promise<string[]> {
  await submit(page, fields);
  await page.waitForSelector('#result .agreement');
  return [...await page.locator('#result .card .badge').allInnerTexts(), await page.innerText('#result .agreement')];
}

const WIDTHS = [
  { name: 'desk', viewport: { width: 1280, height: 900 } },
  { name: 'phone', viewport: { width: 390, height: 844 } },
];

describe.each(WIDTHS)('at the width of a $name', ({ name, viewport }) => {
  test.each(['light', 'dark'] as const)('in %s: nothing is cut off or out of sight, and all can be read', async (scheme) => {
    const { page, foreign, mistakes } = await open(viewport, scheme);
    await ask(page, { page: 'https://app.example.com', method: 'GET' });
    const picture = await page.screenshot({ fullPage: true, path: join(SCREENSHOTS, `${name}-${scheme}.png`) });
    expect(picture.length).toBeGreaterThan(20_000);
    // what is wider than the page makes it scroll sideways
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    expect(await page.evaluate(cutOff)).toEqual([]);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(async () => (window as any).axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }));
    expect(violations.map(({ id, nodes }: any) => `${id}: ${nodes.map(({ target }: any) => target).join('; ')}`)).toEqual([]);
    expect(foreign).toEqual([]);
    expect(mistakes).toEqual([]);
    await page.close();
  });

  test('the tabs show one thing at a time', async () => {
    const { page } = await open(viewport);
    for (const tab of ['findings', 'requests', 'entrances', 'matrix']) {
      await page.click(`#tab-${tab}`);
      expect(await page.locator('[role=tabpanel]:visible').evaluateAll((panels) => panels.map(({ id }) => id))).toEqual([tab]);
      await page.screenshot({ path: join(SCREENSHOTS, `${name}-${tab}.png`) });
    }
    await page.close();
  });
});

/** Runs in the page: texts that don't fit into their elements, and elements that lie outside of the page. */
function cutOff(): string[] {
  const visible = [...document.querySelectorAll<HTMLElement>('button, h1, h2, h3, p, .badge, dd, pre')].filter((element) => element.getClientRects().length > 0);
  return visible.filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    const scrolls = element.closest('.scroll') !== null;
    return !scrolls && (left < 0 || right > window.innerWidth + 1 || element.scrollWidth > element.clientWidth + 1);
  }).filter((element) => !element.matches('.visually-hidden, .skip') && element.clientWidth > 0).map((element) => element.outerHTML.slice(0, 100));
}

describe('a question', () => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open(WIDTHS[0].viewport));
  });

  afterAll(() => page.close());

  test.each([
    ['a page that may call', { page: 'https://app.example.com', method: 'GET' }, 'allowed'],
    ['a page that may not', { page: 'https://foreign.example', method: 'GET' }, 'blocked'],
    ['an opaque page', { page: 'null', method: 'GET' }, 'blocked'],
    ['a preflight that passes', { page: 'https://app.example.com', method: 'PUT' }, 'allowed'],
    ['a preflight that doesn\'t', { page: 'https://app.example.com', method: 'PUT', headers: 'X-Unlisted: 1' }, 'blocked'],
  ])('%s: this browser and the model say the same', async (_who, fields, expected) => {
    const entrance = await page.locator('#question [name=entrance] option', { hasText: 'HTTP API' }).getAttribute('value');
    expect(await ask(page, { entrance: entrance!, route: '', path: '/items', headers: '', body: '', failure: '', ...fields })).toEqual([expected, expected, 'They agree.']);
  });

  test('a blocked one shows the line of each browser\'s console, and who answered', async () => {
    await ask(page, { page: 'https://foreign.example', headers: '', method: 'PUT' });
    expect(await page.locator('#result .lines dt').allTextContents()).toEqual(['Chromium', 'Firefox', 'WebKit']);
    expect(await page.innerText('#result .lines dd >> nth=0')).toContain('from origin \'https://foreign.example\' has been blocked by CORS policy');
    expect(await page.innerText('#result .exchanges')).toContain('CorsConfiguration');
  });

  test('where browsers disagree, the model speaks for this one and names the others', async () => {
    const entrance = await page.locator('#question [name=entrance] option', { hasText: 'HTTP API' }).getAttribute('value');
    const asked = { page: 'https://app.example.com', entrance: entrance!, route: '', path: '/items', method: 'POST', headers: 'Content-Type: text/plain;a=b, c', body: 'x', failure: '' };
    expect(await ask(page, asked)).toEqual(['allowed', 'allowed', 'They agree.']);
    expect(await page.locator('#result .card').nth(1).locator('li').first().innerText()).toBe('allowed, not in Firefox');
    expect(await page.locator('#result .lines dt').allTextContents()).toEqual(['Firefox']);
    expect(await page.innerText('#result .lines dd >> nth=0')).toContain('Cross-Origin Request Blocked');
  });

  test('what the standard blocks and all browsers allow is no mistake of the model', async () => {
    const entrance = await page.locator('#question [name=entrance] option', { hasText: 'REST API' }).first().getAttribute('value');
    const asked = { page: 'https://app.example.com', entrance: entrance!, route: '', path: '/mock', method: 'GET', headers: 'Authorization: Bearer t', body: '', failure: '' };
    expect(await ask(page, asked)).toEqual(['allowed', 'allowed', 'They agree.']);
  });

  test('a failure is asked for without another header', async () => {
    const entrance = await page.locator('#question [name=entrance] option', { hasText: 'REST API' }).first().getAttribute('value');
    await ask(page, { page: 'https://app.example.com', entrance: entrance!, route: '0', method: 'GET', headers: '', failure: 'THROTTLED' });
    expect(await page.innerText('#result .exchanges')).toContain('THROTTLED');
    expect(await page.locator('#result .exchanges > li').count()).toBe(1);
  });

  test.each([
    ['a header without a colon', { headers: 'nonsense' }, '"nonsense" isn\'t a header'],
    ['a page that isn\'t an origin', { headers: '', page: 'app.example.com' }, '"app.example.com"'],
  ])('%s is a mistake that is told', async (_what, fields, message) => {
    await submit(page, fields);
    await page.waitForFunction((text) => document.getElementById('mistake')!.textContent!.includes(text), message);
    expect(await page.innerText('#mistake')).toContain(message);
  });
});

test('by keyboard alone: a cell of the matrix is found by arrows, asked by Enter, and the tabs go by arrows', async () => {
  const { page } = await open(WIDTHS[0].viewport);
  const focused = () => page.evaluate(() => document.activeElement!.getAttribute('aria-label') ?? document.activeElement!.id);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement!.textContent)).toBe('Skip to the question');
  await page.locator('#tab-matrix').focus();
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toBe('tab-findings');
  await page.keyboard.press('ArrowLeft');
  await page.locator('.cell[tabindex="0"]').first().focus();
  const first = await focused();
  await page.keyboard.press('ArrowDown');
  const second = await focused();
  expect(second).not.toBe(first);
  expect(await page.locator('.grid').first().locator('.cell[tabindex="0"]').count()).toBe(1);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#result .agreement');
  const [method, path] = second.split(' ');
  expect(await page.innerText('#result .asked')).toContain(method);
  expect(await page.inputValue('#question [name=path]')).toMatch(new RegExp(`^${path.replace(/\{[^}]*\}/g, '.*')}`));
  await page.close();
});

test('APIs of two stacks with the same logical id have a table each', async () => {
  const app = assemblyOf((made) => ['One', 'Two'].forEach((id) => {
    const api = new apigateway.RestApi(new Stack(made, id), 'Api', { defaultCorsPreflightOptions: { allowOrigins: ['https://app.example.com'] } });
    api.root.addMethod('GET', new apigateway.HttpIntegration('https://backend.example.com'));
  }));
  const served = await startServer({ app, port: 0 });
  const page = await browser.newPage();
  await page.goto(served.url);
  await page.waitForSelector('.grid');
  const captions = await page.locator('.grid caption').allTextContents();
  expect(captions.map((path) => path.split('/')[0])).toEqual(['One', 'Two']);
  await page.locator('.grid').nth(1).locator('.cell').first().click();
  expect(await page.inputValue('#question [name=entrance]')).toBe(captions[1]);
  await page.close();
  await served.close();
});

test('a request that anybody makes is in the list at once', async () => {
  const { page } = await open(WIDTHS[0].viewport);
  await page.click('#tab-requests');
  await fetch(`${server.entrance('http-api').url}/from-elsewhere`);
  await page.waitForFunction(() => document.getElementById('requests')!.textContent!.includes('/from-elsewhere'));
  expect(await page.innerText('#requests')).toContain('/from-elsewhere');
  await page.close();
});
