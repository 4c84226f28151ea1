import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { hashOf, questionOf } from '../../lib/view/page/ask/question';
import type {} from '../../lib/view/page/check/main';
import { BROWSER } from './browser';
import { openPage, screenshot, startBrowser } from './chromium';
import { Pages } from './pages';

const REVIEWS = resolve(__dirname, '../../docs/examples/reviews.yaml');
const ROUTE = '[data-id="route:bookstore/reviews/http/1"]';
const QUESTION = hashOf(questionOf({ url: 'http://reviews:9080/', from: 'mesh:bookstore/productpage' }));

const inBrowser = BROWSER === undefined ? test.skip : test;

jest.setTimeout(60_000);

let browser: Browser;
let folder: string;
let pages: Pages;
let url: string;

beforeAll(async () => {
  if (BROWSER === undefined) {
    return;
  }
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-edit-'));
  [browser, pages] = await Promise.all([startBrowser(), Pages.bundled()]);
  url = pages.write([REVIEWS], join(folder, 'reviews.html'));
});
afterAll(async () => {
  await browser?.close();
  if (folder !== undefined) {
    rmSync(folder, { recursive: true });
  }
});

/** Opens the YAML of a node, and writes something else there. */
async function edit(page: Page, card: string, change: (text: string) => string): Promise<void> {
  await page.locator(card).click();
  await page.keyboard.press('e');
  const area = page.locator('.editor-text');
  await area.fill(change(await area.inputValue()));
  await page.keyboard.press('Control+Enter');
}

const textsOf = (page: Page, selector: string) => page.locator(selector).allTextContents();

/** With the licences of the packages, all that is not data has to be less than 2 MB. */
inBrowser('the page stays small, and the checks are not run before they are needed', async () => {
  expect(pages.size).toBeLessThan(1_900_000);
  const { page } = await openPage(browser, url);
  const hasChecks = () => page.evaluate(() => globalThis.meshCheck !== undefined);
  expect(await hasChecks()).toBe(false);
  await edit(page, ROUTE, (text) => `# a comment\n${text}`);
  await page.locator('.edit-bar', { hasText: 'check says the same as before.' }).waitFor();
  expect(await textsOf(page, '.edit-words')).toEqual(['You changed only comments, in 1 file, here.']);
  expect(await hasChecks()).toBe(true);
  const asked = new Promise<string>((done) => {
    page.on('dialog', (dialog) => {
      done(dialog.type());
      void dialog.accept();
    });
  });
  await page.close({ runBeforeUnload: true });
  expect(await asked).toBe('beforeunload');
});

inBrowser('an edit changes the answer and the findings, and the next one takes that back', async () => {
  const { page, errors } = await openPage(browser, url + QUESTION);
  await page.locator('.outcome').first().waitFor();
  await edit(page, ROUTE, (text) => text.replace('subset: v1', 'subset: v9'));
  await page.locator('.edit-findings', { hasText: '1 new finding' }).waitFor();
  expect(await textsOf(page, '.edit-words')).toEqual(['You changed 1 object here.']);
  await page
    .locator('.edit-way', { hasText: 'Delivered 90%, Delivered 10% → Fails 90%, Delivered 10%' })
    .click();
  expect(await textsOf(page, '.then .outcome strong')).toEqual(['Delivered', 'Delivered']);
  expect(await textsOf(page, '.now .outcome strong')).toEqual(['Fails', 'Delivered']);
  await screenshot(page, 'edit-then-now');
  await page.locator('.edit-findings').click();
  expect(await textsOf(page, '.finding .new-word')).toEqual(['new']);
  await screenshot(page, 'edit-overview');
  await edit(page, ROUTE, (text) => `# mended\n${text.replace('subset: v9', 'subset: v1')}`);
  await page.locator('.edit-bar', { hasText: 'check says the same as before.' }).waitFor();
  expect(await page.locator('.edit-findings').count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('u');
  await page.locator('.edit-findings', { hasText: '1 new finding' }).waitFor();
  await page.keyboard.press('u');
  await page.locator('.edit-bar').waitFor({ state: 'hidden' });
  expect(await page.locator('.summary').textContent()).toContain('no findings');
  expect(errors).toEqual([]);
  await page.context().close();
});

inBrowser(
  'what cannot be applied stays, with the line that is wrong; Esc asks before it is lost',
  async () => {
    const { page } = await openPage(browser, url, { viewport: { width: 390, height: 844 } });
    await edit(page, ROUTE, (text) => `${text}\nspec: [`);
    expect(await page.locator('.editor-problem').textContent()).toMatch(/^Line 68 is not YAML: /);
    expect(await page.locator('.editor-text').inputValue()).toContain('spec: [');
    await screenshot(page, 'edit-problem-narrow');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await page.locator('.editor').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Keep editing' }).click();
    await page.locator('.editor-text').fill('');
    expect(await page.locator('.editor-problem').textContent()).toBe(
      'The text is empty: this deletes VirtualService bookstore/reviews.',
    );
    await page.keyboard.press('Control+Enter');
    await page.locator('.change-word', { hasText: 'deleted' }).waitFor();
    expect(await page.locator(ROUTE).count()).toBe(0);
    const size = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(size).toEqual([390, 390]);
    await page.context().close();
  },
);

/** Drops files, each with its name and its text. */
function dropAll(page: Page, files: readonly (readonly [string, string])[]): Promise<void> {
  return page.evaluate((all) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of all) {
      dataTransfer.items.add(new File([text], name));
    }
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, files);
}

inBrowser('of files that are dropped, and of what is typed, nothing is lost without a word', async () => {
  const { page, errors } = await openPage(browser, url);
  const service = (name: string) =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { ports: [{ name: http, port: 80 }] }\n`;
  const problem = page.locator('.editor-problem');
  await dropAll(page, [
    ['good.yaml', service('good')],
    ['note.txt', 'hello'],
    ['values.yaml', 'replicas: 3'],
    ['broken.yaml', 'kind: ['],
    ['empty.yaml', ''],
  ]);
  await page.locator('.edit-words', { hasText: 'You changed 1 object here.' }).waitFor();
  expect(await problem.textContent()).toBe(
    'The document at line 1 is not a Kubernetes object; an object has an apiVersion and a kind.',
  );
  expect(await page.locator('.edit-problem').textContent()).toBe(
    [
      'note.txt is not a YAML or JSON file.',
      'broken.yaml was not added. Line 1 is not YAML: unexpected end of the stream within a flow collection.',
      'empty.yaml was not added. There is no Kubernetes object; an object has an apiVersion and a kind.',
    ].join('\n'),
  );
  await page.locator('.editor-text').fill(service('typed'));
  await dropAll(page, [['other.yaml', service('other')]]);
  await problem.filter({ hasText: 'Nothing was added.' }).waitFor();
  expect(await problem.textContent()).toBe(
    'Nothing was added. Apply or cancel this first, and drop the files again.',
  );
  await page.keyboard.press('Control+Enter');
  await page.locator('.edit-words', { hasText: 'You changed 2 objects here.' }).waitFor();
  expect(await page.locator('.edit-problem').isVisible()).toBe(true);
  await dropAll(page, [['other.yaml', service('other')]]);
  await page.locator('.edit-words', { hasText: 'You changed 3 objects here.' }).waitFor();
  expect(await page.locator('.edit-problem').isVisible()).toBe(false);
  await dropAll(page, [['empty.yaml', '']]);
  await problem.filter({ hasText: 'There is no Kubernetes object' }).waitFor();
  expect(errors).toEqual([]);
  await page.context().close();
});

const HOSTILE = '<img src=x onerror=alert(1)></script><script>alert(2)</script>';

inBrowser(
  'what is typed, pasted or dropped is text, and a dropped file replaces that of its name',
  async () => {
    const { page, errors } = await openPage(browser, url);
    const drop = (name: string, text: string) => dropAll(page, [[name, text]]);
    await page.keyboard.press('n');
    await page.locator('.editor-text').fill(
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: HOSTILE },
        spec: { ports: [] },
      }),
    );
    await page.keyboard.press('Control+Enter');
    await page.locator('.edit-findings').click();
    expect(await page.locator('.panel').textContent()).toContain(HOSTILE);
    await page.locator('.changes .link').click();
    await page.keyboard.press('e');
    expect(await page.locator('.editor h2').textContent()).toBe(`Edit Service default/${HOSTILE}`);
    await page.keyboard.press('Escape');
    expect(await page.locator('img, #app script, #app iframe').count()).toBe(0);
    const paste = (text: string) =>
      page.evaluate((pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
      }, text);
    await paste('https://www.example.org/');
    expect(await page.locator('.editor').isVisible()).toBe(false);
    await paste('apiVersion: v1\nkind: Namespace\n');
    expect(await page.locator('.editor-text').inputValue()).toBe('apiVersion: v1\nkind: Namespace\n');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Throw it away' }).click();
    await drop('note.txt', 'hello');
    await page.locator('.edit-problem', { hasText: 'note.txt' }).waitFor();
    expect(await page.locator('.edit-problem').textContent()).toBe('note.txt is not a YAML or JSON file.');
    await drop('reviews.yaml', readFileSync(REVIEWS, 'utf8').replaceAll('v1', 'v3'));
    await page.locator('[data-id="workload:Deployment/bookstore/reviews-v3"]').waitFor();
    expect(await page.locator('[data-id="workload:Deployment/bookstore/reviews-v1"]').count()).toBe(0);
    await drop('broken.yaml', 'kind: [');
    await page.locator('#editor-title', { hasText: 'Add broken.yaml' }).waitFor();
    expect(await page.locator('.editor-text').inputValue()).toBe('kind: [');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Throw it away' }).click();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('button', { name: 'Discard all?' }).click();
    await page.locator('.edit-row').waitFor({ state: 'hidden' });
    expect(errors).toEqual([]);
    await page.context().close();
  },
);

inBrowser('a map without anything on it says why', async () => {
  const { page } = await openPage(browser, url);
  await edit(page, ROUTE, (text) => text.replace('subset: v1', 'subset: v9'));
  await page.locator('.edit-findings').waitFor();
  await page.locator('.legend button', { hasText: 'errors' }).click();
  await page.keyboard.press('u');
  await page.locator('.chips-word', { hasText: 'Nothing on the map matches:' }).waitFor();
  await page.context().close();
  const file = join(folder, 'single.yaml');
  writeFileSync(
    file,
    '{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{name: http, port: 80}]}}',
  );
  const { page: single } = await openPage(browser, pages.write([file], join(folder, 'single.html')));
  await edit(single, '[data-id="service:default/web"]', () => '');
  await single.locator('.empty').waitFor();
  expect(await single.locator('.empty').textContent()).toBe(
    'No objectsYou deleted all objects here. “Undo” takes the last edit back.',
  );
  await single.context().close();
});

inBrowser('a server does not throw edits away, and offers what has changed', async () => {
  const file = join(folder, 'live.yaml');
  writeFileSync(file, readFileSync(REVIEWS, 'utf8'));
  const server = await pages.serve(file);
  const { page, errors } = await openPage(browser, `http://127.0.0.1:${server.port}/`);
  await edit(page, ROUTE, (text) => text.replace('weight: 90', 'weight: 80'));
  await page.locator('.edit-bar', { hasText: 'You changed 1 object here.' }).waitFor();
  writeFileSync(file, readFileSync(REVIEWS, 'utf8').replaceAll('reviews-v1', 'reviews-v7'));
  await page.locator('.live-offer').waitFor();
  expect(await page.locator('.edit-bar').isVisible()).toBe(true);
  await page.getByRole('button', { name: 'Load them' }).click();
  await page.locator('[data-id="workload:Deployment/bookstore/reviews-v7"]').waitFor();
  expect(await page.locator('.edit-bar').isVisible()).toBe(false);
  expect(errors).toEqual([]);
  await page.context().close();
  await server.close();
});
