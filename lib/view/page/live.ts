import { button, el } from './dom/elements';
import { EVENTS } from './page-data';

export interface LiveEvents {
  /** Whether something would be lost if the page were loaded anew. */
  hasEdits(): boolean;
  /** The page is loaded anew, whatever is lost. */
  onLoad(): void;
}

/**
 * The page is loaded anew when the server has another version, and shows why there is none. With edits, that is offered, and not
 * done.
 */
export function followChanges(root: HTMLElement, { hasEdits, onLoad }: LiveEvents): void {
  const banner = el('pre', { role: 'alert', class: 'live-problem', hidden: true });
  const offer = el(
    'div',
    { role: 'alert', class: 'live-offer', hidden: true },
    el('span', {}, 'The manifests have changed.'),
    button({ class: 'small' }, onLoad, 'Load them (your changes here are lost)'),
    button({ class: 'small' }, () => hide(), 'Not now'),
  );
  const hide = () => {
    offer.hidden = true;
  };
  root.append(banner, offer);
  let version: string | undefined;
  const events = new EventSource(EVENTS);
  events.addEventListener('version', ({ data }: MessageEvent<string>) => {
    if (version !== undefined && version !== data) {
      if (hasEdits()) {
        offer.hidden = false;
      } else {
        // The question is in the address, and so it is asked again.
        onLoad();
      }
    }
    version = data;
    banner.hidden = true;
  });
  events.addEventListener('problem', ({ data }: MessageEvent<string>) => {
    banner.textContent = `This is the mesh before the last change:\n${data}`;
    banner.hidden = false;
  });
}
