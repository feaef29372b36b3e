import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html } from '../../src/report/formats/html.ts';
import { inputOf, textOf } from './fixture.ts';
import { HARBOUR } from './harbour.ts';
import { HOSTILE_TEXTS, hostileServers } from './hostile-servers.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

// In CI a missing browser must fail, not pass unseen.
describe.skipIf(CHROMIUM === undefined && !process.env.CI)('the page in Chromium', () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'toolrisk-page-'));
    browser = await chromium.launch({
      executablePath: CHROMIUM ?? 'chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (text: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> => {
    const file = join(folder, 'report.html');
    writeFileSync(file, text);
    const page = await browser.newPage(options);
    const problems: string[] = [];
    page.on('request', (request) => request.url() !== pathToFileURL(file).href && problems.push(request.url()));
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('dialog', (dialog) => problems.push(dialog.message()));
    await page.goto(pathToFileURL(file).href);
    expect(problems, 'requests, messages of the content security policy, dialogs').toEqual([]);
    return page;
  };

  it.each(['light', 'dark'] as const)('has no fault that axe-core finds in %s', async (colorScheme) => {
    const page = await open(await textOf(html.render(inputOf(HARBOUR))), { colorScheme });
    await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<AxeResult>('axe.run()');
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: text }) => text).join(' ')}`);
    expect(found).toEqual([]);
    await page.close();
  });

  it('fits a phone without scrolling sideways', async () => {
    const page = await open(await textOf(html.render(inputOf(HARBOUR))), { viewport: { width: 360, height: 740 } });
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(360);
    await page.close();
  });

  it('shows only tools in doubt when asked, without a script', async () => {
    const page = await open(await textOf(html.render(inputOf(HARBOUR))));
    await page.check('#show-doubt');
    const shown = await page.locator('.tool:visible h4').allTextContents();
    expect(shown).toEqual(['purge_backups', 'sync']);
    await page.close();
  });

  it('loads nothing, runs nothing and holds no foreign element, whatever strangers wrote', async () => {
    const servers = HOSTILE_TEXTS.flatMap((text, index) => hostileServers(`${text} ${index}`));
    const page = await open(await textOf(html.render(inputOf(servers))));
    const foreign = {
      elements: await page.locator('script, img, iframe, object, embed, link, form, base').count(),
      links: await page.locator('a:not([href^="#"])').count(),
      handlers: await page.evaluate(
        '[...document.querySelectorAll("*")].flatMap((e) => e.getAttributeNames()).filter((name) => name.startsWith("on"))',
      ),
      styles: await page.locator('style').count(),
      tools: await page.locator('article.tool').count(),
    };
    expect(foreign).toEqual({ elements: 0, links: 0, handlers: [], styles: 1, tools: HOSTILE_TEXTS.length });
    await page.close();
  });
});

type AxeResult = { violations: { id: string; nodes: { html: string }[] }[] };
