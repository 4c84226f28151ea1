import type { Page } from 'playwright-core';
import { describeTrace, type Trace } from '../../lib/routing';

/** What the page says of the way of a request, as the lines that the command prints. */
export function linesOnPage(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const text = (element: Element | null) => element?.textContent ?? '';
    const all = (selector: string) => [...document.querySelectorAll(`.panel ${selector}`)];
    const shared = (element: Element) => {
      const share = text(element.querySelector('.share'));
      return share === '' ? '' : `${share} `;
    };
    const heads = all('.hop-head').map((head) => {
      const kind = text(head.querySelector('.hop-kind')?.firstChild?.parentElement ?? null).replace(
        text(head.querySelector('.share')),
        '',
      );
      const words = `${shared(head)}${text(head.querySelector('.hop-words'))}`;
      const colon = kind === 'policies' ? '' : ':';
      return kind === 'connection' ? words : `${kind}${colon} ${words}`;
    });
    return [
      ...heads,
      ...all('.hops .reasons li').map(text),
      ...all('.near li').map((item) => `almost: ${text(item)}`),
      ...all('.outcome').map((item) => `=> ${shared(item)}${text(item.querySelector('.outcome-words'))}`),
    ].sort();
  });
}

/** The same lines of a trace. Where the way stops, the page says so as a hop of its own. */
export function linesOf(way: Trace): string[] {
  const stops = way.hops.flatMap((hop) => (hop.hop === 'stop' ? [`stops: ${hop.because}`] : []));
  return [...describeTrace(way), ...stops]
    .map((line) => line.trim())
    .filter((line) => !/^(?:server|route): none$/.test(line))
    .sort();
}
